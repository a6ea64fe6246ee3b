import { startTestServer, TestServer } from '../support/test-server';
import { ask as askAt, Asking, costing } from './rates-client';

/** Of buckets that as good as do not fill while a test runs: 100 points at once. */
const LIMITS = { addressPoints: 100, addressPointsPerSecond: 0.01, userPoints: 200, userPointsPerSecond: 0.01 };

const TOO_DEAR = '{ papers(first: 100) { nodes { authors(first: 100) { nodes { papers { nodes { id } } } } } } }';

let server: TestServer;
/** Each test comes from an address of its own. */
let forwardedFor: string;
let addresses = 0;
beforeAll(async () => (server = await startTestServer({ limits: LIMITS, trustedProxies: ['loopback'] })));
beforeEach(() => (forwardedFor = `192.0.2.${++addresses}`));
afterAll(() => server.close());

const ask = (query: string, asking: Asking = {}) => askAt(server, query, { forwardedFor, ...asking });

describe('points', () => {
  it('are charged as the request costs, and every answer says how many are left', async () => {
    const first = await ask(costing(30));
    expect(first).toMatchObject({ status: 200, data: { l0: { nodes: [] } } });
    expect(first.rates).toEqual({ points: { q: 100, w: 10_000, qu: 'points', r: 70, t: 100 } });

    const { data } = await ask('{ rateLimit { cost limit remaining resetAt } }');
    expect(data?.rateLimit).toMatchObject({ cost: 2, limit: 100, remaining: 68 });
    const { resetAt } = data?.rateLimit as { resetAt: string };
    expect(Math.round((Date.parse(resetAt) - Date.now()) / 100_000)).toBe(32);
  });

  it('that are not there are refused before anything runs, with the wait in seconds and the limit', async () => {
    await ask(costing(90));
    const refused = await ask(costing(15));

    expect(refused).toMatchObject({ status: 429, retryAfter: '500' });
    expect(refused.data).toBeUndefined();
    expect(refused.errors).toEqual([
      {
        message:
          'This request takes 15 of the 100 points that an address has at once, and 10 are left; try again in 500 seconds.',
        extensions: {
          code: 'RATE_LIMITED',
          retryAfterSeconds: 500,
          limit: { name: 'points', value: 100, requested: 15, remaining: 10 },
          requestId: refused.requestId,
        },
      },
    ]);
    expect(refused.rates).toEqual({ points: expect.objectContaining({ r: 10, t: 500 }) as unknown });
    expect((await ask(costing(10))).status).toBe(200);
  });

  it('are refused to whoever has none before the request is read', async () => {
    await ask(costing(100));
    const refused = await ask('', { body: 'no JSON at all' });
    expect(refused).toMatchObject({ status: 429, errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  });

  it.each([
    ['a body that is no JSON', '', { body: '{' }, 400],
    ['a document that does not parse', '{', {}, 200],
    ['a document that does not fit the schema', '{ nothing }', {}, 200],
    ['a request that is over a limit', TOO_DEAR, {}, 200],
    ['a bearer that is no good', '{ __typename }', { token: 'dp_no' }, 401],
    ['a subscription', 'subscription { nothing }', {}, 200],
  ])('are charged for %s as well, once', async (_, query, asking, status) => {
    const refused = await ask(query, asking);
    expect(refused.status).toBe(status);
    expect(refused.errors).toBeDefined();
    expect((await ask(costing(3))).rates.points?.r).toBe(96);
  });

  it('are charged for a known document whose variables are over a limit as well, once', async () => {
    const query =
      'query ($first: Int!) { papers(first: $first) { nodes { authors(first: $first) { nodes { papers { nodes { id } } } } } } }';
    const paged = (first: number) => ask('', { body: JSON.stringify({ query, variables: { first } }) });
    expect((await paged(1)).errors).toBeUndefined();
    const left = Number((await ask('{ __typename }')).rates.points?.r);
    const refused = await paged(100);
    expect(refused.errors?.[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
    expect(refused.rates.points?.r).toBe(left - 1);
  });

  it('of an address that is out of them are not those of a person there', async () => {
    const token = await server.signUp('ada');
    await ask(costing(100));
    expect((await ask(costing(3))).status).toBe(429);

    const { status, rates } = await ask(costing(150), { token });
    expect(status).toBe(200);
    expect(rates.points).toMatchObject({ q: 200, r: 50 });
    const refused = await ask(costing(60), { token });
    expect(refused.errors?.[0]?.message).toContain('60 of the 200 points that a person has at once');
    expect((await ask(costing(150), { token: await server.signUp('grace') })).status).toBe(200);
  });

  it('of a person are the same by whichever token', async () => {
    const token = await server.signUp('joan', ['read', 'write']);
    const make = 'mutation { createAccessToken(input: { name: "b", scopes: [READ] }) { secret } }';
    const { data } = await ask(make, { token });
    const { secret } = data?.createAccessToken as { secret: string };
    await ask(costing(150), { token });
    expect((await ask(costing(60), { token: secret })).status).toBe(429);
  });
});

describe('TRUST_PROXY', () => {
  const exhaust = async (at: TestServer, forwardedFor: string) => {
    expect((await askAt(at, costing(100), { forwardedFor })).status).toBe(200);
    expect((await askAt(at, costing(3), { forwardedFor })).status).toBe(429);
  };
  const isServed = async (at: TestServer, forwardedFor: string) =>
    (await askAt(at, costing(3), { forwardedFor })).status === 200;

  it('believes nobody by default, so that nobody can be another address by saying so', async () => {
    const open = await startTestServer({ limits: LIMITS });
    await exhaust(open, '198.51.100.1');
    expect(await isServed(open, '198.51.100.2')).toBe(false);
    await open.close();
  });

  it('believes the proxies that it names, and counts each address behind them by itself', async () => {
    const behind = await startTestServer({ limits: LIMITS, trustedProxies: ['loopback', '10.0.0.0/8'] });
    await exhaust(behind, '198.51.100.1');
    expect(await isServed(behind, '198.51.100.2')).toBe(true);
    // What a client itself claims stands before what the proxies add, and is not looked at.
    expect(await isServed(behind, '203.0.113.9, 198.51.100.1')).toBe(false);
    expect(await isServed(behind, '203.0.113.9, 198.51.100.1, 10.1.2.3')).toBe(false);
    await behind.close();
  });

  it('does not believe others than those that it names', async () => {
    const behind = await startTestServer({ limits: LIMITS, trustedProxies: ['10.0.0.0/8'] });
    await exhaust(behind, '198.51.100.1');
    expect(await isServed(behind, '198.51.100.2')).toBe(false);
    await behind.close();
  });

  it('counts the addresses of an IPv6 network as one', async () => {
    await exhaust(server, '2001:db8:0:1::1');
    expect(await isServed(server, '2001:db8:0:1:ffff::2')).toBe(false);
    expect(await isServed(server, '2001:db8:0:2::1')).toBe(true);
  });
});
