import { readFileSync, writeFileSync } from 'node:fs';
import { createAccessTokenSecret } from '../../../src/access/access-token';
import type { SqlRunner } from '../../../src/db/sql';
import { pollUntil } from '../../../src/lib/poll-until';
import { startTestServer, TestServer } from '../test-server';
import { searchDatabase } from './database-search';
import { rememberSecret } from './known-secrets';
import { logFile } from './log-files';
import { searchLogs } from './log-search';
import { runFile } from './run-folder';

let server: TestServer;
let secret: string;
beforeAll(async () => {
  server = await startTestServer();
  secret = await server.signUp('ada');
});
afterAll(() => server.close());

/** What the search says of rows that nobody sees later. */
async function searchedAfter(plant: (sql: SqlRunner) => Promise<unknown>): Promise<unknown> {
  const rolledBack = new Error('rolled back');
  let said: unknown;
  const planting = server.database.transaction(async (sql) => {
    await plant(sql);
    said = await searchDatabase(sql).catch((error: Error) => error.message);
    throw rolledBack;
  });
  await expect(planting).rejects.toBe(rolledBack);
  return said;
}

describe('searchDatabase', () => {
  it.each([
    ['users', 'a text', 'insert into users (handle, name) values ($2, $1)'],
    [
      'idempotency_keys',
      'bytes',
      `insert into idempotency_keys values (1, '', 'key', $1::text::bytea, to_jsonb($2::text))`,
    ],
    ['idempotency_keys', 'JSON', `insert into idempotency_keys values (1, $2, 'key', '', to_jsonb($1::text))`],
  ])('finds a secret in "%s" among %s, and does not repeat it', async (table, _kind, plant) => {
    const said = await searchedAfter((sql) => sql.query(plant, [`Bearer ${secret}`, 'bo']));
    expect(said).toBe(`A secret stands in "${table}". Store its hash, or nothing of it.`);
  });

  it('is content with the hash of a token', async () => {
    expect(await searchedAfter(() => Promise.resolve())).toBeUndefined();
  });

  it('wants to know each token', async () => {
    const said = await searchedAfter((sql) => sql.query(`update access_tokens set secret_hash = '' where user_id = 1`));
    expect(said).toMatch(/^The search for secrets does not know 1 of the access tokens in this database\./);
  });
});

describe('searchLogs', () => {
  it('finds a secret that any test file remembered, and says where', () => {
    const planted = createAccessTokenSecret();
    const log = runFile('planted.log');
    writeFileSync(log, `{"msg":"fine"}\n{"authorization":"Bearer ${planted}"}\n`);
    expect(() => searchLogs([log])).not.toThrow();
    rememberSecret(planted);
    expect(() => searchLogs([log])).toThrow(`A secret was logged, at ${log}:2. Log what it is for, not itself.`);
  });

  it('has the logs of servers, at their most talkative', async () => {
    await server.ask('{ viewer { handle } }', {}, secret);
    // The line comes after the answer.
    const isLogged = () =>
      Promise.resolve(readFileSync(logFile('server'), 'utf8').includes('"route":"/graphql"') || undefined);
    expect(await pollUntil(isLogged, { withinMs: 10_000, everyMs: 10 })).toBe(true);
  });
});
