import { pollUntil } from '../../src/lib/poll-until';
import { createUser } from '../../src/users/user.service';
import { issueToken } from '../support/access-tokens';
import { upTo } from '../support/fixtures';
import { RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { ask, costing } from './rates-client';

const BURST = 40_000;
const PER_SECOND = 20;
/** So many requests at once at each process. */
const CLIENTS = 4;

/** Four programs at once, on a machine that may be busy. */
const STARTING_MS = 90_000;

let test: TestDatabase;
let bearer: string;
let servers: RunningServer[] = [];
beforeAll(async () => {
  test = await createTestDatabase();
  await createUser(test.database, { handle: 'ada', role: 'MEMBER' });
  bearer = (await issueToken(test.database, { handle: 'ada', scopes: ['vote'] })).secret;
  servers = await Promise.all(upTo(4).map(start));
}, STARTING_MS);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await test.drop();
});

const start = () =>
  startServer({
    DATABASE_URL: test.url,
    POOL: '4',
    ADDRESS_POINTS: String(BURST),
    ADDRESS_POINTS_PER_SECOND: String(PER_SECOND),
    VOTES_PER_HOUR: '50',
  });

/** Points that were let through to those who ask again and again, each of one process, until it refuses. */
async function spend(askers: { server: RunningServer; costs: number[] }[]): Promise<number> {
  let charged = 0;
  const askUntilRefused = async ({ server, costs }: (typeof askers)[number]) => {
    for (let number = 0; ; number++) {
      const cost = costs[number % costs.length]!;
      if ((await ask(server, costing(cost))).status === 429) return;
      charged += cost;
    }
  };
  await Promise.all(askers.map(askUntilRefused));
  return charged;
}

describe('four server processes', () => {
  it('let through what one would within 1 %', async () => {
    const began = performance.now();
    let charged = await spend(
      servers.flatMap((server) => upTo(CLIENTS).map((from) => ({ server, costs: [102, 3, 502, 40].slice(from % 3) }))),
    );
    const exact = () => BURST + (PER_SECOND * (performance.now() - began)) / 1000;
    // What is left is less than the dearest request, or leased by a process that gives it back when it settles.
    const spendTheRest = async () => {
      charged += await spend(servers.map((server) => ({ server, costs: [3] })));
      return charged > exact() * 0.99 || undefined;
    };
    expect(await pollUntil(spendTheRest, { withinMs: 20_000, everyMs: 50 })).toBe(true);
    expect(charged).toBeLessThan(exact() * 1.01);
  });

  it('count what is done in an hour to the piece', async () => {
    const vote = 'mutation { upvotePaper(input: { paperId: "none" }) { paper { id } } }';
    const answers = await Promise.all(upTo(60).map((number) => ask(servers[number % 4]!, vote, { token: bearer })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
  });

  it('begin again where they stopped', async () => {
    const since = performance.now();
    while ((await ask(servers[0]!, costing(502))).status === 200);
    await Promise.all(servers.map((server) => server.stop()));
    servers = [await start()];
    const { status, rates } = await ask(servers[0]!, costing(102));
    const left = Number(rates.points?.r) + (status === 200 ? 102 : 0);
    expect(left).toBeLessThan(502 + BURST * 0.01 + (PER_SECOND * (performance.now() - since)) / 1000);
  });
});
