import { requestError } from './errors';

/** What a bearer may do; each holds the ones before it. */
export const SCOPES = ['read', 'vote', 'write', 'moderate', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What a person is trusted with; each may do what the ones before it may. */
export const USER_ROLES = ['MEMBER', 'MODERATOR', 'ADMIN'] as const;
export type UserRole = (typeof USER_ROLES)[number];

/** The role that a person must have besides the scope of their bearer. */
const ROLE_BY_SCOPE: Partial<Record<Scope, UserRole>> = { moderate: 'MODERATOR', admin: 'ADMIN' };

/** The person who sent a request, as their bearer says. */
export interface Viewer {
  readonly userId: number;
  /** The key of the access token that was sent; null for a bearer of another kind. */
  readonly accessTokenId: number | null;
  readonly scopes: readonly Scope[];
  readonly role: UserRole;
  /** Why and until when this person may only read; null for most. No end means until somebody lifts it. */
  readonly suspension: { readonly reason: string; readonly endsAt: Date | null } | null;
}

/** Whether a bearer holds a scope, or one after it. */
export function holdsScope({ scopes }: Viewer, scope: Scope): boolean {
  return scopes.some((held) => SCOPES.indexOf(held) >= SCOPES.indexOf(scope));
}

/** Whether the bearer, the role and the good standing of the viewer allow what a scope stands for. */
export function hasScope(viewer: Viewer | null, scope: Scope): boolean {
  return viewer !== null && whyForbidden(viewer, scope) === null;
}

/** Answers the viewer, or refuses: nobody is UNAUTHENTICATED, whoever may not do what the scope stands for FORBIDDEN. */
export function requireScope(viewer: Viewer | null, scope: Scope): Viewer {
  if (!viewer) {
    throw requestError(
      'UNAUTHENTICATED',
      'This needs a signed-in person: send an access token as "Authorization: Bearer dp_…".',
    );
  }
  const reason = whyForbidden(viewer, scope);
  if (reason !== null) throw requestError('FORBIDDEN', reason);
  return viewer;
}

function whyForbidden(viewer: Viewer, scope: Scope): string | null {
  const { scopes, role, suspension } = viewer;
  if (!holdsScope(viewer, scope)) {
    const held = scopes.map((name) => `"${name}"`).join(', ');
    return `This needs an access token with the scope "${scope}"; the one sent holds ${held}.`;
  }
  if (suspension && scope !== 'read') {
    const until = suspension.endsAt ? ` until ${suspension.endsAt.toISOString()}` : '';
    return `You are suspended${until} and can only read, for this reason: ${suspension.reason}`;
  }
  const needed = ROLE_BY_SCOPE[scope];
  if (needed && USER_ROLES.indexOf(role) < USER_ROLES.indexOf(needed)) {
    return `This needs the role ${needed}; yours is ${role}.`;
  }
  return null;
}
