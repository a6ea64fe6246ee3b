import { IsNull } from 'typeorm';
import type { Database } from '../db/database';
import { SCOPES, Scope } from '../graphql/viewer';
import { createAccessTokenSecret, hashAccessToken } from './access-token';
import { AccessToken } from './access-token.entity';
import { AdministrationError, requireUser } from '../users/user.service';

export interface NewAccessToken {
  handle: string;
  name: string;
  scopes: Scope[];
  /** Null for one that does not expire. */
  expiresAt: Date | null;
}

/** Makes a token and answers its secret, which is stored nowhere and cannot be shown again. */
export async function createAccessToken(
  database: Database,
  input: NewAccessToken,
): Promise<{ token: AccessToken; secret: string }> {
  const user = await requireUser(database, input.handle);
  const secret = createAccessTokenSecret();
  const tokens = database.repository(AccessToken);
  const { name, scopes, expiresAt } = input;
  const token = await tokens.save(
    tokens.create({ userId: user.rowId, secretHash: hashAccessToken(secret), name, scopes, expiresAt }),
  );
  return { token, secret };
}

/** The tokens of one person, or of everybody, the oldest first. */
export async function listAccessTokens(database: Database, handle?: string): Promise<AccessToken[]> {
  const user = handle === undefined ? null : await requireUser(database, handle);
  return database.repository(AccessToken).find({
    ...(user && { where: { userId: user.rowId } }),
    relations: { user: true },
    order: { rowId: 'ASC' },
  });
}

/** Ends a token by the number that the list shows. A revoked one stays revoked. */
export async function revokeAccessToken(database: Database, rowId: number): Promise<AccessToken> {
  const tokens = database.repository(AccessToken);
  await tokens.update({ rowId, revokedAt: IsNull() }, { revokedAt: new Date() });
  const token = await tokens.findOneBy({ rowId });
  if (!token) throw new AdministrationError(`There is no access token ${rowId}; see: daily-papers tokens list`);
  return token;
}

/** Reads scopes as the command line takes them, `read,vote`. */
export function parseScopes(text: string): Scope[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !SCOPES.includes(name as Scope));
  if (unknown !== undefined)
    throw new AdministrationError(`"${unknown}" is no scope; it takes some of ${SCOPES.join(', ')}.`);
  return [...new Set(names as Scope[])];
}

const UNIT_HOURS: Record<string, number> = { h: 1, d: 24, w: 168 };

/** Reads a life time as the command line takes it, `12h`, `90d`, `4w` or `never`. */
export function parseExpiry(text: string, now = new Date()): Date | null {
  if (text === 'never') return null;
  const [, amount, unit] = /^([1-9]\d{0,4})([hdw])$/.exec(text) ?? [];
  const hours = Number(amount) * (UNIT_HOURS[unit ?? ''] ?? NaN);
  if (Number.isNaN(hours)) throw new AdministrationError(`"${text}" is no life time; it takes 12h, 90d, 4w or never.`);
  return new Date(now.getTime() + hours * 3_600_000);
}
