import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { quoted } from '../graphql/errors';
import { DomainError, invalidValue, UserErrorCode } from '../graphql/user-error';
import { hasScope, holdsScope, Scope, SCOPES, Viewer } from '../graphql/viewer';
import { countCharacters } from '../lib/count-characters';
import { lockPerson } from '../users/lock-person';
import { createAccessTokenSecret, hashAccessToken } from './access-token';

interface WantedToken {
  name: string;
  scopes: Scope[];
  expiresAt?: Date | null;
}

const MAX_NAME_LENGTH = 100;
const DAY_MS = 86_400_000;
/** A forgotten token ends by itself; a program that lives longer makes the next one in time. */
const DEFAULT_LIFE_MS = 90 * DAY_MS;
const MAX_LIFE_MS = 366 * DAY_MS;
/** More than a person can tell apart; a program that makes one for each run is stopped. */
const MAX_LIVE_TOKENS = 50;

const INSERT = prepared(`
  insert into access_tokens (user_id, secret_hash, name, scopes, expires_at)
  select $1::integer, $2::bytea, $3::text, $4::text[], $5::timestamptz
  where (
    select count(*) from access_tokens
    where user_id = $1::integer and revoked_at is null and coalesce(expires_at > now(), true)
  ) < ${MAX_LIVE_TOKENS}
  returning id`);

/** Makes a token for the viewer; answers its key and its secret, which is stored nowhere and cannot be shown again. */
export async function makeOwnAccessToken(
  sql: SqlRunner,
  viewer: Viewer,
  wanted: WantedToken,
): Promise<{ rowId: number; secret: string }> {
  const name = soundName(wanted.name);
  const scopes = heldScopes(viewer, wanted.scopes);
  const expiresAt = soundExpiry(wanted.expiresAt ?? null);
  const secret = createAccessTokenSecret();
  await lockPerson(sql, viewer.userId);
  const values = [viewer.userId, hashAccessToken(secret), name, scopes, expiresAt];
  const [row] = await rowsOf<{ id: number }>(sql, INSERT, values);
  if (row) return { rowId: row.id, secret };
  const message = `You have ${MAX_LIVE_TOKENS} access tokens that work, which is the most; revoke one that you do not need.`;
  throw new DomainError(UserErrorCode.LIMIT_REACHED, message);
}

/** Its owner may revoke a token, and whoever is an administrator by role and by scope. A revoked one stays as it is. */
const REVOKE = prepared(`
  update access_tokens set revoked_at = coalesce(revoked_at, now())
  where id = $1::integer and (user_id = $2::integer or $3::boolean)
  returning id`);

/** Ends a token from the next request on; answers whether there is one that this person may end. */
export async function revokeAccessTokenAs(sql: SqlRunner, viewer: Viewer, rowId: number): Promise<boolean> {
  const rows = await rowsOf(sql, REVOKE, [rowId, viewer.userId, hasScope(viewer, 'admin')]);
  return rows.length > 0;
}

function soundName(text: string): string {
  const name = text.trim();
  const length = countCharacters(name);
  if (length >= 1 && length <= MAX_NAME_LENGTH) return name;
  throw invalidValue('name', `${quoted(text)} cannot be a name; it takes 1 to ${MAX_NAME_LENGTH} characters.`);
}

function heldScopes(viewer: Viewer, wanted: Scope[]): Scope[] {
  const scopes = SCOPES.filter((scope) => wanted.includes(scope));
  if (scopes.length === 0) throw invalidValue('scopes', 'An access token without a scope could do nothing; name one.');
  const tooHigh = scopes.find((scope) => !holdsScope(viewer, scope));
  if (tooHigh === undefined) return scopes;
  const held = SCOPES.filter((scope) => holdsScope(viewer, scope))
    .map(nameOf)
    .join(', ');
  const message = `The bearer of this request does not hold ${nameOf(tooHigh)}; it can give ${held}.`;
  throw new DomainError(UserErrorCode.SCOPE_NOT_HELD, message, ['input', 'scopes']);
}

/** A scope as the schema names it. */
const nameOf = (scope: Scope) => scope.toUpperCase();

function soundExpiry(wanted: Date | null, now = Date.now()): Date {
  if (wanted === null) return new Date(now + DEFAULT_LIFE_MS);
  const life = wanted.getTime() - now;
  if (life > 0 && life <= MAX_LIFE_MS) return wanted;
  const message = `An access token cannot expire at ${wanted.toISOString()}; it takes an instant from now to ${MAX_LIFE_MS / DAY_MS} days ahead.`;
  throw invalidValue('expiresAt', message);
}
