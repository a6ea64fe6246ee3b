import { requestError } from './errors';

/** What a bearer may do; each holds the ones before it. */
export const SCOPES = ['read', 'vote', 'write', 'moderate', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** The person who sent a request, as their bearer says. */
export interface Viewer {
  readonly userId: number;
  /** The key of the access token that was sent; null for a bearer of another kind. */
  readonly accessTokenId: number | null;
  readonly scopes: readonly Scope[];
}

/** Answers the viewer, or refuses: nobody is UNAUTHENTICATED, a bearer without the scope FORBIDDEN. */
export function requireScope(viewer: Viewer | null, scope: Scope): Viewer {
  if (!viewer) {
    throw requestError(
      'UNAUTHENTICATED',
      'This needs a signed-in person: send an access token as "Authorization: Bearer dp_…".',
    );
  }
  if (!holdsScope(viewer, scope)) {
    const held = viewer.scopes.map((name) => `"${name}"`).join(', ');
    throw requestError(
      'FORBIDDEN',
      `This needs an access token with the scope "${scope}"; the one sent holds ${held}.`,
    );
  }
  return viewer;
}

/** Whether a bearer may do what the scope names: it holds that one or one after it. */
export function holdsScope({ scopes }: Viewer, scope: Scope): boolean {
  return scopes.some((held) => SCOPES.indexOf(held) >= SCOPES.indexOf(scope));
}
