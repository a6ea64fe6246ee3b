import type { Scope, Viewer } from '../../src/graphql/viewer';

/** A member in good standing who holds a scope, as `authenticate` would answer them. */
export function memberWith(scope: Scope, userId = 1): Viewer {
  return { userId, accessTokenId: null, scopes: [scope], role: 'MEMBER', suspension: null };
}
