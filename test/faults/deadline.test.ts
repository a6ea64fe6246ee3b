import type { Limits } from '../../src/graphql/limits';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';
import { type HeldTable, holdTable } from './held-table';

const PAPERS = '{ papers(first: 5) { nodes { title } } }';

let server: TestServer;
let held: HeldTable | undefined;

async function start(limits: Partial<Limits>): Promise<void> {
  server = await startTestServer({ limits });
  await new Fixtures(server.database).papers([{}, {}]);
}

afterEach(async () => {
  await held?.letGo();
  held = undefined;
  await server.close();
});

describe('a statement that takes too long', () => {
  it('is ended by PostgreSQL, and the request is told how long it may take', async () => {
    await start({ statementMs: 100 });
    held = await holdTable(server.databaseUrl, 'papers');

    const { errors } = await server.ask(PAPERS);

    expect(errors?.[0]).toMatchObject({
      message: 'A statement of this request took longer than the 100 milliseconds allowed.',
      extensions: { code: 'DEADLINE_EXCEEDED' },
    });
    await held.untilWaiting(0);
  });

  it('is not one of an import, of a migration or of what else is no request', async () => {
    await start({ statementMs: 10 });
    const { rows } = await server.database.pool.query('select pg_sleep(0.1), 1 as done');
    expect(rows).toMatchObject([{ done: 1 }]);
  });
});

describe('a request that takes too long', () => {
  it('ends what it runs, and is answered what there is', async () => {
    await start({ requestMs: 100, statementMs: 60_000 });
    held = await holdTable(server.databaseUrl, 'papers');

    const answer = await server.ask(`{ feedTimeZone papers(first: 5) { nodes { title } } }`);

    expect(answer.errors?.[0]).toMatchObject({
      message: 'This request took longer than the 100 milliseconds allowed.',
      extensions: { code: 'DEADLINE_EXCEEDED' },
    });
    await held.untilWaiting(0);
  });
});
