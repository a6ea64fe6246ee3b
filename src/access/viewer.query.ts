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

const BY_TOKEN = prepared(`
  select t.id as "accessTokenId", t.scopes, coalesce(t.expires_at <= now(), false) as "isExpired",
    t.revoked_at is not null as "isRevoked", ${PERSON}
  from access_tokens t join users u on u.id = t.user_id ${SUSPENSION} where t.secret_hash = $1`);

const BY_IDENTITY = prepared(`
  select ${PERSON} from identities i join users u on u.id = i.user_id ${SUSPENSION} where i.issuer = $1 and i.subject = $2`);

/** The owner of an access token, and whether the token still counts; null where there is no such token. */
export async function viewerByToken(
  sql: SqlRunner,
  secretHash: Buffer,
): Promise<{ viewer: Viewer; isExpired: boolean; isRevoked: boolean } | null> {
  const [row] = await rowsOf<TokenRow>(sql, BY_TOKEN, [secretHash]);
  if (!row) return null;
  const { accessTokenId, scopes, isExpired, isRevoked } = row;
  return { viewer: viewerFrom(row, accessTokenId, scopes), isExpired, isRevoked };
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
