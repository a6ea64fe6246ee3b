import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { readConfig } from '../../src/config';
import { Database, MIGRATIONS } from '../../src/db/database';
import { ADMIN_ROLE } from '../../src/db/embedded/create-cluster';
import { CLUSTER_NAME } from '../../src/db/embedded/data-folder';
import { readCredentials } from '../../src/db/embedded/credentials';
import { type EmbeddedDatabase, openEmbeddedDatabase } from '../../src/db/embedded/open-embedded-database';
import { migrate } from '../../src/db/migrate';
import { tablesOf } from '../../src/db/tables-of';
import { examine } from '../../src/doctor/examine';
import type { Finding } from '../../src/doctor/finding';
import { explainFailure } from '../../src/explain-failure';
import { entities } from '../../src/slices';
import { describeSchema } from '../support/describe-schema';
import { runCommand } from '../support/running-program';

const explain = (error: unknown) => explainFailure(error).split('\n')[0]!;

/** What is found of a deployment with these variables. */
async function examined(env: Record<string, string>): Promise<Finding[]> {
  const settings = readConfig(env);
  const needs = {
    dataDir: settings.databaseUrl === null ? settings.dataDir : null,
    tables: tablesOf(entities),
    migrations: MIGRATIONS.map(({ name }) => name),
    connections: settings.poolSize,
    secretBox: settings.secretBox,
  };
  const findings: Finding[] = [];
  for await (const finding of examine({ settings, needs, explain })) findings.push(finding);
  return findings;
}

async function brokenIn(env: Record<string, string>): Promise<string[]> {
  return (await examined(env)).filter(({ verdict }) => verdict === 'broken').map(({ says }) => says);
}

/** A server of our own, as tests here make roles, and change what all databases of a server share. */
describe('daily-papers doctor', () => {
  let dataDir: string;
  let embedded: EmbeddedDatabase;
  let admin: Client;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'daily-papers-doctor-'));
    // Started by root, the server runs as another user, who must reach the folder.
    await chmod(dataDir, 0o755);
    embedded = await openEmbeddedDatabase({ dataDir, use: 'join' });
    const { adminPassword } = await readCredentials(join(dataDir, CLUSTER_NAME));
    admin = new Client({ connectionString: urlWith({ username: ADMIN_ROLE, password: adminPassword }) });
    await admin.connect();
  }, 60_000);

  afterAll(async () => {
    await admin.end();
    await embedded.close();
    await rm(dataDir, { recursive: true });
  });

  /** The address of the database, with other parts. */
  function urlWith(parts: Partial<URL>): string {
    return Object.assign(new URL(embedded.url), parts).href;
  }

  it('names what migrations are missing, and runs none', async () => {
    expect(await brokenIn({ DATA_DIR: dataDir })).toEqual([
      `No migration ran; missing are ${MIGRATIONS.map(({ name }) => name).join(', ')}.`,
    ]);
    expect(await describeSchema(embedded.url)).toEqual([]);
  });

  it('finds a deployment sound, and changes nothing', async () => {
    const database = await Database.connect({ url: embedded.url, poolSize: 2, entities });
    await migrate(database).finally(() => database.close());
    const before = await describeSchema(embedded.url);

    const plain = await runCommand(['doctor'], { DATA_DIR: dataDir });
    expect(plain).toMatchObject({ status: 0, stderr: '' });
    const lines = plain.stdout.trim().split('\n');
    expect(lines.at(-1)).toMatch(/^\d+ sound, 0 doubtful, 0 broken\.$/);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^sound: [A-Z].*\.$/);

    expect(lines).toEqual(
      expect.arrayContaining([
        `sound: All ${MIGRATIONS.length} migrations ran.`,
        'sound: Its texts are in UTF8.',
        'sound: All indexes are valid.',
        'sound: Search has every paper.',
        'sound: The clocks of this machine and of the database agree within a second.',
      ]),
    );
    expect(await describeSchema(embedded.url)).toEqual(before);
  });

  it('says the same to scripts', async () => {
    const { status, stdout } = await runCommand(['doctor', '--json'], { DATABASE_URL: embedded.url, HOST: '0.0.0.0' });

    expect(status).toBe(0);
    const { isSound, findings } = JSON.parse(stdout) as { isSound: boolean; findings: Finding[] };
    expect(isSound).toBe(true);
    expect(findings.filter(({ verdict }) => verdict !== 'sound')).toEqual([
      {
        verdict: 'doubtful',
        says: 'Addresses of papers begin with http://0.0.0.0:4000, which leads nowhere from elsewhere, as HOST is 0.0.0.0.',
        remedy: 'Set PUBLIC_URL to the address by which people reach this deployment.',
      },
    ]);
  });

  it('says what cannot be reached, in the words of the other commands, and ends with 1', async () => {
    const wrong = await runCommand(['doctor'], { DATABASE_URL: urlWith({ password: 'wrong' }) });
    expect(wrong.status).toBe(1);
    expect(wrong.stdout).toContain('broken: PostgreSQL refused the password in DATABASE_URL. (28P01)\n  do: ');
    expect(wrong.stdout).not.toContain('wrong');

    expect(await brokenIn({ DATABASE_URL: urlWith({ pathname: '/nowhere' }) })).toEqual([
      'The database in DATABASE_URL does not exist: create it first. (3D000)',
    ]);
  });

  it('says that nobody answers', async () => {
    const { status, stdout } = await runCommand(['doctor'], { DATABASE_URL: urlWith({ port: '1' }) });

    expect(status).toBe(1);
    expect(stdout).toContain('broken: No PostgreSQL server answers at DATABASE_URL: start it');
  });

  it('says what the user may not do', async () => {
    await admin.query(`create role guest login password 'guest'; grant select on papers, migrations to guest`);
    const findings = await brokenIn({ DATABASE_URL: urlWith({ username: 'guest', password: 'guest' }) });

    expect(findings).toEqual([
      expect.stringMatching(
        /^The user "guest" may not do everything with \d+ of \d+ tables: .*\bpapers \(insert, update, delete, sequence papers_id_seq\), /,
      ),
      expect.stringMatching(/^The user "guest" does not own \d+ of \d+ tables; /),
      expect.stringContaining('permission denied for table paper_terms'),
      expect.stringContaining('permission denied for table webhooks'),
    ]);

    await admin.query('revoke usage on schema public from public');
    expect(await brokenIn({ DATABASE_URL: urlWith({ username: 'guest', password: 'guest' }) })).toEqual(
      expect.arrayContaining(['The user "guest" may use no schema of the search path.']),
    );
    await admin.query('grant usage on schema public to public');
  });

  it('finds indexes that a failed build left behind', async () => {
    await admin.query('create table twice (number integer); insert into twice values (1), (1)');
    await expect(admin.query('create unique index concurrently twice_key on twice (number)')).rejects.toThrow();

    const found = (await examined({ DATABASE_URL: embedded.url })).find(({ says }) => says.includes('twice_key'));

    expect(found).toMatchObject({ verdict: 'broken', remedy: expect.stringContaining('twice_key') as unknown });
    await admin.query('drop table twice');
  });

  it('counts what search lacks, and knows a newer database', async () => {
    await admin.query(`
      insert into papers (slug, title, title_key) values ('a-paper', 'A paper', 'apaper');
      insert into migrations (timestamp, name) values (9999999999999, 'Later9999999999999')`);

    const doubtful = (await examined({ DATABASE_URL: embedded.url })).filter(({ verdict }) => verdict === 'doubtful');

    expect(doubtful.map(({ says }) => says)).toEqual([
      'The database is newer than this program, which does not know Later9999999999999.',
      'Search lacks 1 paper; a server reads them after its start.',
    ]);
    await admin.query(`delete from papers; delete from migrations where name like 'Later%'`);
  });

  it('looks at what the user is set up with', async () => {
    await admin.query(
      'alter role daily_papers set statement_timeout = 1000; alter role daily_papers set default_transaction_read_only = on',
    );
    const findings = await examined({ DATABASE_URL: embedded.url });
    await admin.query('alter role daily_papers reset all');

    expect(findings.filter(({ verdict }) => verdict !== 'sound').map(({ verdict, says }) => [verdict, says])).toEqual([
      ['broken', 'Transactions of this user are read-only (default_transaction_read_only).'],
      ['doubtful', expect.stringContaining('end after 1000 ms')],
    ]);
  });

  it('says when connections are too few', async () => {
    expect(await brokenIn({ DATABASE_URL: embedded.url, POOL: '200' })).toEqual([
      expect.stringMatching(/^The database takes \d+ connections, and a server opens up to 200 of them\.$/),
    ]);
  });

  it('says that there is no database yet, and makes none', async () => {
    const elsewhere = join(dataDir, 'elsewhere');
    const findings = await examined({ DATA_DIR: elsewhere });

    expect(findings.at(-1)).toMatchObject({ verdict: 'doubtful', says: `There is no database in "${elsewhere}" yet.` });
    await expect(rm(elsewhere)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says which variable cannot be used', async () => {
    const { status, stdout } = await runCommand(['doctor'], { PORT: 'http' });

    expect(status).toBe(1);
    expect(stdout).toContain('broken: PORT is "http"; it takes a whole number from 0 to 65535.\n');
  });
});
