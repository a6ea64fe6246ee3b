import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { requestError } from '../graphql/errors';
import type { Scope, Viewer } from '../graphql/viewer';
import { hashAccessToken, isWellFormedAccessToken } from './access-token';
import { noteTokenUse } from './note-token-use';

interface TokenRow {
  accessTokenId: number;
  userId: number;
  scopes: Scope[];
  isExpired: boolean;
  isRevoked: boolean;
}

const BY_HASH = prepared(`
  select id as "accessTokenId", user_id as "userId", scopes, coalesce(expires_at <= now(), false) as "isExpired", revoked_at is not null as "isRevoked"
  from access_tokens where secret_hash = $1`);

/** Answers who sent a request by its Authorization header; nobody without one. A bearer that is no good is refused, never ignored. */
export async function authenticate(sql: SqlRunner, authorization: string | undefined): Promise<Viewer | null> {
  if (authorization === undefined) return null;
  const [, secret] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
  if (secret === undefined) throw unauthenticated('The Authorization header is not of the form "Bearer dp_…".');
  if (!isWellFormedAccessToken(secret)) {
    throw unauthenticated(
      'The access token is malformed: it is "dp_" and 36 letters and digits; part of it may be missing.',
    );
  }
  const [token] = await rowsOf<TokenRow>(sql, BY_HASH, [hashAccessToken(secret)]);
  if (!token) throw unauthenticated('The access token is unknown; it may belong to another deployment.');
  if (token.isRevoked) throw unauthenticated('The access token was revoked; make a new one.');
  if (token.isExpired) throw unauthenticated('The access token has expired; make a new one.');
  const { userId, accessTokenId, scopes } = token;
  noteTokenUse(sql, accessTokenId);
  return { userId, accessTokenId, scopes };
}

function unauthenticated(message: string) {
  return requestError('UNAUTHENTICATED', message);
}
