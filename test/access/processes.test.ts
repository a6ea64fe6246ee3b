import { createUser } from '../../src/users/user.service';
import { issueToken } from '../support/access-tokens';
import { apiClient } from '../support/api-client';
import { upTo } from '../support/fixtures';
import { RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { answered, createToken, revokeToken } from './token-client';

let database: TestDatabase;
let servers: RunningServer[];
let bearer: string;
beforeAll(async () => {
  database = await createTestDatabase();
  await createUser(database.database, { handle: 'ada', role: 'MEMBER' });
  bearer = (await issueToken(database.database, { handle: 'ada', scopes: ['write'] })).secret;
  servers = await Promise.all(upTo(2).map(() => startServer({ DATABASE_URL: database.url, POOL: '4' })));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});

/** One of the two processes, as `token-client` asks it. */
const at = (index: number) => apiClient(servers[index % 2]?.url ?? '');

describe('two server processes', () => {
  it('do once what is sent to both of them many times with one key', async () => {
    const input = { name: 'one', idempotencyKey: 'one' };
    const answers = await Promise.all(upTo(30).map((number) => answered(createToken(at(number), input, bearer))));
    expect(new Set(answers.map(({ accessToken }) => accessToken?.id)).size).toBe(1);
    expect(answers.filter(({ secret }) => secret !== null)).toHaveLength(1);
    const { rows } = await database.database.pool.query(`select from access_tokens where name = 'one'`);
    expect(rows).toHaveLength(1);
  });

  it('refuse a token from the request on that follows its revocation by the other', async () => {
    for (const process of [0, 1]) {
      const { accessToken, secret } = await answered(createToken(at(process), {}, bearer));
      const whoIs = () => at(process + 1).ask('{ viewer { handle } }', {}, secret ?? '');
      expect(await whoIs()).toMatchObject({ data: { viewer: { handle: 'ada' } } });
      await answered(revokeToken(at(process), accessToken?.id ?? '', bearer));
      expect((await whoIs()).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });
});
