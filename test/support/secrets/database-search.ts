import { escapeIdentifier, escapeLiteral } from 'pg';
import { hashAccessToken } from '../../../src/access/access-token';
import type { SqlRunner } from '../../../src/db/sql';
import { knownSecrets } from './known-secrets';
import { SecretFinder } from './secret-finder';

/** Fails where a row holds a secret, or a token was issued that no test showed to `rememberSecret`. */
export async function searchDatabase(sql: SqlRunner): Promise<void> {
  const secrets = knownSecrets();
  const tables = await tablesOf(sql);
  if (tables.includes('access_tokens')) await refuseUnknownTokens(sql, secrets);

  const finder = new SecretFinder(secrets);
  const found = (await textsOf(sql, tables)).filter(({ text }) => finder.linesIn(Buffer.from(text)).length > 0);
  if (found.length === 0) return;
  const places = found.map(({ name }) => `"${name}"`).join(', ');
  throw new Error(`A secret stands in ${places}. Store its hash, or nothing of it.`);
}

async function tablesOf(sql: SqlRunner): Promise<string[]> {
  const { rows } = await sql.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`,
  );
  return rows.map(({ name }) => name);
}

/** Every column of every row, where bytes are hexadecimal. */
async function textsOf(sql: SqlRunner, tables: string[]): Promise<{ name: string; text: string }[]> {
  const texts = tables.map(
    (table) =>
      `select ${escapeLiteral(table)} as name, string_agg(t::text, '') as text from ${escapeIdentifier(table)} t`,
  );
  if (texts.length === 0) return [];
  const { rows } = await sql.query<{ name: string; text: string | null }>(texts.join(' union all '));
  return rows.map(({ name, text }) => ({ name, text: text ?? '' }));
}

async function refuseUnknownTokens(sql: SqlRunner, secrets: string[]): Promise<void> {
  const { rows } = await sql.query<{ count: number }>(
    'select count(*)::integer as count from access_tokens where not secret_hash = any ($1::bytea[])',
    [secrets.map(hashAccessToken)],
  );
  const count = rows[0]?.count ?? 0;
  if (count > 0) {
    throw new Error(
      `The search for secrets does not know ${count} of the access tokens in this database. Issue them by issueToken, or pass what shows them to rememberSecretsIn.`,
    );
  }
}
