import type { RequestDatabase } from '../db/requests/request-database';
import { requestError } from '../graphql/errors';
import type { Viewer } from '../graphql/viewer';
import { hashAccessToken, isWellFormedAccessToken } from './access-token';
import type { VerifyToken } from './sign-in/openid-issuer';
import { signUp } from './sign-in/sign-up.service';
import { viewerByIdentity, viewerByToken } from './viewer.query';

export interface Bearers {
  database: RequestDatabase;
  /** Checks tokens of the OpenID Connect issuer; null where this deployment trusts none. */
  verifyToken: VerifyToken | null;
  /** Told of an access token that was sent and counts. */
  noteUse: (accessTokenId: number) => void;
}

const JWT_FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Answers who sent a request by its Authorization header; nobody without one. A bearer that is no good is refused, never ignored. */
export async function authenticate(bearers: Bearers, authorization: string | undefined): Promise<Viewer | null> {
  if (authorization === undefined) return null;
  const [, bearer] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
  if (bearer === undefined) throw unauthenticated('The Authorization header is not of the form "Bearer dp_…".');
  return JWT_FORM.test(bearer) ? ofIdentity(bearers, bearer) : ofAccessToken(bearers, bearer);
}

async function ofAccessToken({ database, noteUse }: Bearers, secret: string): Promise<Viewer> {
  if (!isWellFormedAccessToken(secret)) {
    throw unauthenticated(
      'The access token is malformed: it is "dp_" and 36 letters and digits; part of it may be missing.',
    );
  }
  const token = await viewerByToken(database, hashAccessToken(secret));
  if (!token) throw unauthenticated('The access token is unknown; it may belong to another deployment.');
  if (token.isRevoked) throw unauthenticated('The access token was revoked; make a new one.');
  if (token.isExpired) throw unauthenticated('The access token has expired; make a new one.');
  if (token.viewer.accessTokenId !== null) noteUse(token.viewer.accessTokenId);
  return token.viewer;
}

/** The first sight of an identity makes its account. */
async function ofIdentity({ database, verifyToken }: Bearers, jwt: string): Promise<Viewer> {
  if (!verifyToken) {
    throw unauthenticated(
      'This deployment takes no sign-ins of others: send an access token, which begins with "dp_".',
    );
  }
  const claims = await verifyToken(jwt);
  const viewerNow = () => viewerByIdentity(database.pool, claims.issuer, claims.subject);
  const known = await viewerNow();
  if (known) return known;
  await signUp(database, claims);
  const made = await viewerNow();
  if (!made) throw unauthenticated('The account of this sign-in was deleted just now.');
  return made;
}

function unauthenticated(message: string) {
  return requestError('UNAUTHENTICATED', message);
}
