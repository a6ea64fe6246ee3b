import { LABELLED_AFTER_RUNS } from '../../src/metrics/operation-labels';
import { startTestServer, TestServer } from '../support/test-server';
import { type Figures, movedBy, scrape } from './scrape';

const TOTAL = '{ papers { totalCount } }';

const only = (figures: object, prefix: string): object =>
  Object.fromEntries(Object.entries(figures).filter(([name]) => name.startsWith(prefix)));

describe('/metrics', () => {
  let server: TestServer;
  beforeAll(
    async () =>
      (server = await startTestServer({ sample: true, limits: { aliases: 2, votesPerHour: 1, poolWaitMs: 20_000 } })),
  );
  afterAll(() => server.close());

  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });

  it('explains each figure, and names it as Prometheus wants it', async () => {
    const response = await fetch(`${server.url}/metrics`);
    const text = await response.text();

    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => ({ name: name!, type: type! }));
    const ours = types.filter(({ name }) => name.startsWith('daily_papers_'));
    expect(ours.length).toBeGreaterThanOrEqual(15);
    for (const { name } of types) expect(text).toMatch(new RegExp(`^# HELP ${name} \\S.*\\S$`, 'm'));
    for (const { name, type } of ours) expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    expect(types.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'process_resident_memory_bytes',
        'process_cpu_seconds_total',
        'nodejs_eventloop_lag_p99_seconds',
      ]),
    );
  });

  it.each([
    ['a query', TOTAL, 'type="query",outcome="ok"', {}],
    [
      'a query that fails in part',
      '{ papers { totalCount } paper(id: "UGFwZXI6MQ", slug: "x") { id } }',
      'type="query",outcome="partial"',
      { BAD_USER_INPUT: 1 },
    ],
    [
      'a query that fails',
      '{ papers(first: 101) { totalCount } }',
      'type="query",outcome="refused"',
      { BAD_USER_INPUT: 1 },
    ],
    [
      'a mutation of nobody',
      'mutation { upvotePaper(input: { paperId: "UGFwZXI6MQ" }) { paper { id } } }',
      'type="mutation",outcome="refused"',
      { UNAUTHENTICATED: 1 },
    ],
    [
      'a document that does not fit',
      '{ nonsense more }',
      'type="none",outcome="refused"',
      { GRAPHQL_VALIDATION_FAILED: 2 },
    ],
    ['a syntax error', '{', 'type="none",outcome="refused"', { GRAPHQL_PARSE_FAILED: 1 }],
  ])('counts %s', async (_, query, labels, codes) => {
    const moved = await movedBy(server, () => server.ask(query));

    expect(only(moved, 'daily_papers_requests_total')).toEqual({ [`daily_papers_requests_total{${labels}}`]: 1 });
    const errors = Object.entries(codes).map(([code, count]) => [`daily_papers_errors_total{code="${code}"}`, count]);
    expect(only(moved, 'daily_papers_errors_total')).toEqual(Object.fromEntries(errors));
  });

  it.each([
    ['no JSON', () => post('{'), 'BAD_REQUEST'],
    ['a bearer that is no good', () => post(`{"query":"${TOTAL}"}`, { authorization: 'Bearer x' }), 'UNAUTHENTICATED'],
    ['variables that are no JSON', () => fetch(`${server.url}/graphql?query={__typename}&variables={`), 'BAD_REQUEST'],
  ])('counts %s, which never reached GraphQL', async (_, send, code) => {
    const moved = await movedBy(server, send);

    expect(only(moved, 'daily_papers_requests_total')).toEqual({
      'daily_papers_requests_total{type="none",outcome="refused"}': 1,
    });
    expect(only(moved, 'daily_papers_errors_total')).toEqual({ [`daily_papers_errors_total{code="${code}"}`]: 1 });
  });

  it('counts what fails on our side', async () => {
    await server.database.pool.query('alter table paper_stats rename to hidden_stats');
    try {
      const moved = await movedBy(server, () => server.ask('{ papers { nodes { upvoteCount } } }'));

      expect(moved).toMatchObject({
        'daily_papers_requests_total{type="query",outcome="failed"}': 1,
        'daily_papers_errors_total{code="INTERNAL_SERVER_ERROR"}': 1,
      });
    } finally {
      await server.database.pool.query('alter table hidden_stats rename to paper_stats');
    }
  });

  it.each([
    ['aliases', () => server.ask('{ a: __typename b: __typename c: __typename }')],
    ['bodyBytes', () => post(`{"query":"${' '.repeat(100_000)}"}`)],
  ])('counts refusals by the limit %s', async (limit, send) => {
    const name = `daily_papers_limit_refusals_total{limit="${limit}"}`;
    expect((await scrape(server)).get(name)).toBe(0);

    expect(only(await movedBy(server, send), 'daily_papers_limit_refusals_total')).toEqual({ [name]: 1 });
  });

  it('counts refusals of those who send too much', async () => {
    const token = await server.signUp('ada');
    const vote = () =>
      server.ask('mutation { upvotePaper(input: { paperId: "UGFwZXI6MQ" }) { paper { id } } }', {}, token);
    await vote();

    const name = 'daily_papers_rate_limit_refusals_total{limit="votes"}';
    expect((await scrape(server)).get(name)).toBe(0);
    const moved = await movedBy(server, vote);
    expect(moved).toMatchObject({ 'daily_papers_errors_total{code="RATE_LIMITED"}': 1 });
    expect(only(moved, 'daily_papers_rate_limit_refusals_total')).toEqual({ [name]: 1 });
  });

  it('measures what operations cost and send to the database', async () => {
    const moved = await movedBy(server, () => server.data('{ papers(first: 20) { nodes { id } } }'));

    expect(moved).toMatchObject({
      daily_papers_operation_cost_points_count: 1,
      daily_papers_operation_cost_points_sum: 22,
      daily_papers_operation_statements_count: 1,
      daily_papers_operation_statements_sum: 1,
    });
  });

  it('measures how long operations take, by the names that come often', async () => {
    const named = (name: string) => server.data(`query ${name} { papers { totalCount } }`);
    const countOf = (figures: Figures, operation: string) =>
      figures.get(`daily_papers_operation_duration_seconds_count{operation="${operation}"}`) ?? 0;

    const before = await scrape(server);
    for (let run = 0; run < LABELLED_AFTER_RUNS + 4; run++) await named('Often');
    await named('Once');
    await server.data(TOTAL);
    const after = await scrape(server);

    expect(countOf(after, 'Often')).toBe(5);
    expect(countOf(after, '(other)') - countOf(before, '(other)')).toBe(LABELLED_AFTER_RUNS);
    expect(countOf(after, '(unnamed)') - countOf(before, '(unnamed)')).toBe(1);
    expect(countOf(after, 'Once')).toBe(0);
    expect(after.get('daily_papers_operation_duration_seconds_sum{operation="Often"}')).toBeGreaterThan(0);
  });

  it('tells how the pool is used, and does not wait for a database that has no time', async () => {
    const { connections } = server.requestPool;
    const pools = [connections, server.database.pool];
    const held = await Promise.all(pools.flatMap((pool) => Array.from({ length: 10 }, () => pool.connect())));
    const waiting = connections.connect();
    try {
      const busy = await scrape(server);
      expect(busy.get('daily_papers_pool_connections{state="busy"}')).toBe(10);
      expect(busy.get('daily_papers_pool_connections{state="idle"}')).toBe(0);
      expect(busy.get('daily_papers_pool_connections_max')).toBe(10);
      expect(busy.get('daily_papers_pool_waiting_requests')).toBe(1);
      expect(busy.get('daily_papers_database_up')).toBe(0);
    } finally {
      for (const client of held) client.release();
      (await waiting).release();
    }
    const free = await scrape(server);
    expect(free.get('daily_papers_pool_connections{state="idle"}')).toBe(10);
    expect(free.get('daily_papers_pool_waiting_requests')).toBe(0);
    expect(free.get('daily_papers_database_up')).toBe(1);
  });

  it('keeps the figures of several servers in one process apart', async () => {
    const other = await startTestServer();
    try {
      const moved = await movedBy(server, () => other.data(TOTAL));
      expect(only(moved, 'daily_papers_requests_total')).toEqual({});
    } finally {
      await other.close();
    }
  });
});
