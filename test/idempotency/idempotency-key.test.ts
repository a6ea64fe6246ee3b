import { Client } from 'pg';
import { answered, createToken, revokeToken } from '../access/token-client';
import { pollUntil } from '../../src/lib/poll-until';
import { upTo } from '../support/fixtures';
import { databaseUrl } from '../support/test-database';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
let ada: string;
beforeEach(async () => {
  server = await startTestServer();
  ada = await server.signUp('ada', ['write']);
});
afterEach(() => server.close());

const rowsOf = async (table: string) => (await server.database.pool.query<object>(`select * from ${table}`)).rows;

describe('idempotencyKey', () => {
  it('answers the record again, as it is by now, and its secret not again', async () => {
    const input = { name: 'once', idempotencyKey: 'k' };
    const first = await answered(createToken(server, { ...input, clientMutationId: 'c1' }, ada));
    expect(first).toMatchObject({ secret: expect.stringMatching(/^dp_/) as unknown, userErrors: [] });
    const revoked = await answered(revokeToken(server, first.accessToken?.id ?? '', ada));
    const again = await answered(createToken(server, { ...input, clientMutationId: 'c2' }, ada));
    expect(again).toEqual({
      accessToken: revoked.accessToken,
      secret: null,
      clientMutationId: 'c2',
      userErrors: [
        {
          code: 'SECRET_SHOWN_ONCE',
          message:
            'This was done before under the same idempotency key, and its secret was shown then; if it is lost, make another.',
          path: ['input', 'idempotencyKey'],
        },
      ],
    });
    expect(await rowsOf('access_tokens')).toHaveLength(2);
    const { rows } = await server.database.pool.query<object>('select k::text, outcome::text from idempotency_keys k');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(first.secret?.slice(3));
  });

  it('has one effect where many come at once, of which one sees the secret', async () => {
    const input = { name: 'once', idempotencyKey: 'k' };
    const answers = await Promise.all(upTo(25).map(() => answered(createToken(server, input, ada))));
    expect(new Set(answers.map(({ accessToken }) => accessToken?.id)).size).toBe(1);
    expect(answers.filter(({ secret }) => secret !== null)).toHaveLength(1);
    expect(await rowsOf('access_tokens')).toHaveLength(2);
  });

  it('tells inputs apart by what they say, dates and scopes included', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const input = { scopes: ['READ', 'VOTE'], expiresAt, idempotencyKey: 'k' };
    await answered(createToken(server, input, ada));
    const codesOf = async (other: object) => {
      const { userErrors } = await answered(createToken(server, { ...input, ...other }, ada));
      return userErrors.map(({ code }) => code);
    };
    expect(await codesOf({})).toEqual(['SECRET_SHOWN_ONCE']);
    expect(await codesOf({ scopes: ['READ'] })).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(await codesOf({ expiresAt: new Date(expiresAt.getTime() + 1) })).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(await codesOf({ expiresAt: null })).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  it('gives a refusal again, even when its cause is gone: a new attempt takes a new key', async () => {
    const made = await Promise.all(upTo(49).map(() => answered(createToken(server, {}, ada))));
    const refused = await answered(createToken(server, { idempotencyKey: 'k' }, ada));
    expect(refused.userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }]);
    await revokeToken(server, made[0]?.accessToken?.id ?? '', ada);
    expect(await answered(createToken(server, { idempotencyKey: 'k' }, ada))).toEqual(refused);
    expect(await answered(createToken(server, { idempotencyKey: 'k2' }, ada))).toMatchObject({ userErrors: [] });
  });

  it('is as free as before after an error at the top level', async () => {
    const input = { name: 'once', idempotencyKey: 'k' };
    const voter = await server.signUp('voter', ['vote']);
    expect((await createToken(server, input, voter)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await server.database.pool.query(`alter table access_tokens add constraint middle check (name <> 'once')`);
    const { data, errors } = await createToken(server, input, ada);
    expect([data?.answer, errors?.[0]?.extensions.code]).toEqual([null, 'INTERNAL_SERVER_ERROR']);
    expect(await rowsOf('idempotency_keys')).toEqual([]);
    await server.database.pool.query('alter table access_tokens drop constraint middle');
    expect(await answered(createToken(server, input, ada))).toMatchObject({ accessToken: { name: 'once' } });
  });

  it.each([
    [0, ''],
    [256, 'x'.repeat(256)],
  ])('of %d characters is refused', async (length, idempotencyKey) => {
    const { data, errors } = await createToken(server, { idempotencyKey }, ada);
    expect(data?.answer).toBeNull();
    expect(errors?.[0]).toMatchObject({
      message: `"input.idempotencyKey" has ${length} characters; it takes 1 to 255.`,
      extensions: { code: 'BAD_USER_INPUT', argument: 'input.idempotencyKey' },
    });
    expect(await rowsOf('access_tokens')).toHaveLength(1);
  });

  it.each([
    ['of one character', 'x'],
    ['of 255 characters outside the basic plane', '𝒳'.repeat(255)],
    ['with spaces at its ends', ' k '],
  ])('%s is taken', async (_, idempotencyKey) => {
    await answered(createToken(server, { idempotencyKey }, ada));
    expect(await answered(createToken(server, { idempotencyKey }, ada))).toMatchObject({ secret: null });
  });
});

describe('clientMutationId', () => {
  it('is given back up to 255 characters, and refused above before anything is done', async () => {
    const clientMutationId = '𝒳'.repeat(255);
    expect(await answered(createToken(server, { clientMutationId }, ada))).toMatchObject({ clientMutationId });
    const { data, errors } = await createToken(server, { clientMutationId: 'x'.repeat(256) }, ada);
    expect(data?.answer).toBeNull();
    expect(errors?.[0]).toMatchObject({
      message: '"input.clientMutationId" has 256 characters; it takes at most 255.',
      extensions: { code: 'BAD_USER_INPUT', argument: 'input.clientMutationId' },
    });
    expect(await rowsOf('access_tokens')).toHaveLength(2);
  });
});

describe('a connection that is lost in the middle', () => {
  it('is an error without words of the database, and the same key does the work afterwards', async () => {
    const { rows } = await server.database.pool.query<{ name: string }>('select current_database() as name');
    const blocker = new Client({ connectionString: databaseUrl(rows[0]?.name ?? '') });
    await blocker.connect();
    await blocker.query('begin; lock table access_tokens in share mode');
    const asked = createToken(server, { name: 'once', idempotencyKey: 'k' }, ada);
    const cut = async () => {
      const ended = await server.database.pool.query(`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into access_tokens%'`);
      return ended.rowCount || undefined;
    };
    expect(await pollUntil(cut, { withinMs: 20_000, everyMs: 20 })).toBe(1);
    const { data, errors } = await asked;
    expect([data?.answer, errors?.[0]?.extensions.code]).toEqual([undefined, 'SERVICE_UNAVAILABLE']);
    expect(JSON.stringify(errors)).not.toMatch(/terminat|connection|57P01/i);
    await blocker.query('rollback');
    await blocker.end();
    const again = await answered(createToken(server, { name: 'once', idempotencyKey: 'k' }, ada));
    expect(again).toMatchObject({ accessToken: { name: 'once' }, userErrors: [] });
    expect(await rowsOf('access_tokens')).toHaveLength(2);
  });
});
