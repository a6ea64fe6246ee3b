import { prepared, rowsOf, SqlRunner } from '../../db/sql';

/** What is kept of an identity whose account is gone. A subject holds no line break, so two identities are never one text. */
const hashOf = (issuer: string, subject: string) => `sha256(convert_to(${issuer} || chr(10) || ${subject}, 'UTF8'))`;

const END = prepared(`
  insert into ended_identities (identity_hash, ended_at)
  select ${hashOf('issuer', 'subject')}, clock_timestamp() from identities where user_id = $1::integer
  on conflict (identity_hash) do update set ended_at = excluded.ended_at`);

const ENDED_AT = prepared(`
  select ended_at as "endedAt" from ended_identities where identity_hash = ${hashOf('$1::text', '$2::text')}`);

/** Remembers that the identities of a person are over, so that a bearer that outlives the account does not bring it back. */
export async function endIdentities(sql: SqlRunner, userId: number): Promise<void> {
  await rowsOf(sql, END, [userId]);
}

/** When the account of an identity was deleted last; null where none was. */
export async function identityEndedAt(sql: SqlRunner, issuer: string, subject: string): Promise<Date | null> {
  const [row] = await rowsOf<{ endedAt: Date }>(sql, ENDED_AT, [issuer, subject]);
  return row?.endedAt ?? null;
}
