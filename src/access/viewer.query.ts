import { gatherStatement } from '../db/requests/gather-requests';
import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { Scope, SCOPES, UserRole, Viewer } from '../graphql/viewer';
import { currentSuspensionOf } from '../suspensions/current-suspension';

/** What is read of a person with each request, so that whatever ends or changes what they may do works at once. */
const PERSON = `
  u.id as "userId", u.role, suspension.reason as "suspensionReason", suspension.ends_at as "suspensionEndsAt"`;
const SUSPENSION = `left join lateral (${currentSuspensionOf('u.id')}) suspension on true`;

interface PersonRow {
  userId: number;
  role: UserRole;
  suspensionReason: string | null;
  suspensionEndsAt: Date | null;
}

interface TokenRow extends PersonRow {
  accessTokenId: number;
  scopes: Scope[];
  isExpired: boolean;
  isRevoked: boolean;
}

/** Through a sub-select, so that the planner does not see how many there are: see isAnyOf. */
const BY_TOKEN = prepared(`
  select asked.place::integer, t.id as "accessTokenId", t.scopes, coalesce(t.expires_at <= now(), false) as "isExpired",
    t.revoked_at is not null as "isRevoked", ${PERSON}
  from unnest((select $1::bytea[])) with ordinality as asked (secret_hash, place)
  join access_tokens t using (secret_hash) join users u on u.id = t.user_id ${SUSPENSION}`);

const BY_IDENTITY = prepared(`
  select ${PERSON} from identities i join users u on u.id = i.user_id ${SUSPENSION} where i.issuer = $1 and i.subject = $2`);

/**
 * Whether the bearer of an access token is in good standing and has the role that is remembered, as a part of a statement; a token
 * that is null is of whoever was read for this very request. Neither the owner nor the scopes of a token ever change.
 */
export function isStillBearer(accessTokenId: string, role: string): string {
  return `(${accessTokenId} is null or exists (
    select from access_tokens t join users u on u.id = t.user_id
    where t.id = ${accessTokenId} and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
      and u.role = ${role} and not exists (${currentSuspensionOf('u.id')})
  ))`;
}

interface TokenOwner {
  viewer: Viewer;
  isExpired: boolean;
  isRevoked: boolean;
}

/**
 * The owner of an access token, and whether the token still counts; null where there is no such token. Those whom requests ask
 * for at the same time are read in one statement, which begins after all of them came.
 */
export const viewerByToken = gatherStatement(viewersByToken);

async function viewersByToken(sql: SqlRunner, secretHashes: Buffer[]): Promise<(TokenOwner | null)[]> {
  const rows = await rowsOf<TokenRow & { place: number }>(sql, BY_TOKEN, [secretHashes]);
  const owners: (TokenOwner | null)[] = secretHashes.map(() => null);
  for (const { place, accessTokenId, scopes, isExpired, isRevoked, ...person } of rows) {
    owners[place - 1] = { viewer: viewerFrom(person, accessTokenId, scopes), isExpired, isRevoked };
  }
  return owners;
}

/** The person whom an issuer knows as `subject`, with all scopes: a sign-in is the person, and the role is the bound. */
export async function viewerByIdentity(sql: SqlRunner, issuer: string, subject: string): Promise<Viewer | null> {
  const [row] = await rowsOf<PersonRow>(sql, BY_IDENTITY, [issuer, subject]);
  return row ? viewerFrom(row, null, SCOPES) : null;
}

function viewerFrom(row: PersonRow, accessTokenId: number | null, scopes: readonly Scope[]): Viewer {
  const { userId, role, suspensionReason, suspensionEndsAt } = row;
  const suspension = suspensionReason === null ? null : { reason: suspensionReason, endsAt: suspensionEndsAt };
  return { userId, accessTokenId, scopes, role, suspension };
}
