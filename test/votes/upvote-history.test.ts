import fc from 'fast-check';
import { HistoryInterval, MAX_HISTORY_STEPS } from '../../src/votes/history-steps';
import { statementsOf } from '../support/count-statements';
import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';
import { expectHistory, historiesOf, HistoryArguments, HistoryPoint, ModelPaper } from './history-client';
import { vote } from './vote-client';

const { HOUR, DAY, WEEK } = HistoryInterval;
const HOUR_MS = 3_600_000;
const LENGTH_MS = { HOUR: HOUR_MS, DAY: 24 * HOUR_MS, WEEK: 168 * HOUR_MS };

let server: TestServer;
let fixtures: Fixtures;

async function startIn(feedTimeZone: string): Promise<void> {
  server = await startTestServer({ feedTimeZone });
  fixtures = new Fixtures(server.database);
}

async function historyOf(paper: number, args: HistoryArguments): Promise<HistoryPoint[]> {
  const [answer] = await historiesOf(server, idsOf('Paper', [paper]), args);
  return answer!.upvoteHistory;
}

const counts = (points: HistoryPoint[]) => points.map((point) => [point.startsAt, point.upvoteCount]);

describe('Paper.upvoteHistory', () => {
  let users: number[];
  let ada: string;
  beforeAll(async () => {
    await startIn('UTC');
    ada = await server.signUp('ada');
    users = await fixtures.users(upTo(5).map((number) => `voter-${number}`));
  });
  afterAll(() => server.close());

  async function paperWith(votedAt: string[], paper: Parameters<Fixtures['papers']>[0][0] = {}): Promise<number> {
    const [key = 0] = await fixtures.papers([paper]);
    await fixtures.upvotes(votedAt.map((at, index) => ({ paper: key, user: users[index] ?? 0, votedAt: at })));
    return key;
  }

  it('counts at the end of each step what was cast until then', async () => {
    const paper = await paperWith(['2025-03-01T10:00:00Z', '2025-03-01T23:59:59.999Z', '2025-03-03T00:00:00Z']);
    const points = await historyOf(paper, { interval: DAY, from: '2025-03-01T00:00:00Z', to: '2025-03-05T00:00:00Z' });
    expect(points).toEqual(
      [2, 2, 3, 3].map((upvoteCount, index) => ({
        startsAt: `2025-03-0${index + 1}T00:00:00.000Z`,
        endsAt: `2025-03-0${index + 2}T00:00:00.000Z`,
        upvoteCount,
        newUpvoteCount: [2, 0, 1, 0][index],
      })),
    );
  });

  it('begins with what stood before', async () => {
    const paper = await paperWith(['2025-03-01T10:00:00Z', '2025-03-03T00:00:00Z'], { importedUpvotes: 7 });
    const points = await historyOf(paper, { interval: WEEK, from: '2025-03-03T00:00:00Z', to: '2025-03-09T00:00:00Z' });
    expect(points).toMatchObject([{ upvoteCount: 9, newUpvoteCount: 1 }]);
  });

  it('ends with upvoteCount up to now, the vote of this moment included', async () => {
    const paper = await paperWith(['2026-01-01T10:00:00Z'], { importedUpvotes: 3 });
    await vote(server, 'upvotePaper', idsOf('Paper', [paper])[0]!, ada);
    for (const interval of [HOUR, DAY, WEEK]) {
      const askedAt = Date.now();
      const points = await historyOf(paper, { interval });
      expect(points.at(-1)).toMatchObject({ upvoteCount: 5, newUpvoteCount: 1 });
      expect(Date.parse(points.at(-1)!.endsAt)).toBeGreaterThanOrEqual(askedAt);
    }
  });

  it('counts a vote up to now that carries a time after ours', async () => {
    const future = new Date(Date.now() + 3 * HOUR_MS).toISOString();
    const paper = await paperWith([future]);
    expect((await historyOf(paper, { interval: HOUR })).at(-1)?.upvoteCount).toBe(1);
  });

  it('forgets a vote that was taken back, and has one that was cast anew at its new time', async () => {
    const paper = await paperWith(['2025-03-01T10:00:00Z']);
    const id = idsOf('Paper', [paper])[0]!;
    const march = { interval: DAY, from: '2025-03-01T00:00:00Z', to: '2025-03-02T00:00:00Z' };
    await fixtures.upvotes([{ paper, user: 1, votedAt: '2025-03-01T12:00:00Z' }]);
    expect(await historyOf(paper, march)).toMatchObject([{ upvoteCount: 2 }]);
    await vote(server, 'removePaperUpvote', id, ada);
    expect(await historyOf(paper, march)).toMatchObject([{ upvoteCount: 1 }]);
    await vote(server, 'upvotePaper', id, ada);
    expect(await historyOf(paper, march)).toMatchObject([{ upvoteCount: 1 }]);
    expect((await historyOf(paper, { interval: DAY })).at(-1)?.upvoteCount).toBe(2);
  });

  it('has imported votes on the day of the listing, else of publication, else of being added here', async () => {
    const createdAt = '2025-06-01T23:30:00Z';
    const papers = await fixtures.papers([
      { importedUpvotes: 1, publishedOn: '2025-06-05', createdAt },
      { importedUpvotes: 1, publishedOn: '2025-06-05', createdAt },
      { importedUpvotes: 1, publishedOn: '2025-06-05', createdAt },
      { importedUpvotes: 1, createdAt },
    ]);
    await fixtures.listings([
      { paper: papers[0]!, date: '2025-06-03' },
      { paper: papers[1]!, date: '2025-06-03', state: 'PENDING' },
      { paper: papers[2]!, date: '2025-06-03', state: 'REJECTED' },
    ]);
    const firsts = await Promise.all(
      papers.map(async (paper) => (await historyOf(paper, { interval: DAY, to: '2025-07-01T00:00:00Z' }))[0]),
    );
    expect(firsts.map((point) => point?.startsAt.slice(0, 10))).toEqual([
      '2025-06-03',
      '2025-06-05',
      '2025-06-05',
      '2025-06-01',
    ]);
    expect(firsts.map((point) => point?.upvoteCount)).toEqual([1, 1, 1, 1]);
  });

  it('counts imported votes of a day to come already, so that it ends with upvoteCount', async () => {
    const paper = await paperWith([], { importedUpvotes: 4, publishedOn: '9999-12-31' });
    expect(await historyOf(paper, { interval: DAY })).toMatchObject([{ upvoteCount: 4, newUpvoteCount: 4 }]);
  });

  it('begins without "from" where the count began, and reaches back no further than a history may', async () => {
    const paper = await paperWith(['2025-12-24T10:30:00Z'], { publishedOn: '2025-12-24' });
    const points = await historyOf(paper, { interval: HOUR, to: '2025-12-24T12:00:00Z' });
    expect(counts(points)).toEqual(
      upTo(12).map((hour) => [`2025-12-24T${String(hour - 1).padStart(2, '0')}:00:00.000Z`, hour > 10 ? 1 : 0]),
    );
    expect(await historyOf(paper, { interval: HOUR, to: '2025-12-24T00:00:00Z' })).toEqual([]);
    const ancient = await paperWith([], { importedUpvotes: 9, publishedOn: '0001-01-01' });
    const newest = await historyOf(ancient, { interval: WEEK });
    expect(newest).toHaveLength(MAX_HISTORY_STEPS);
    expect(newest[0]).toMatchObject({ upvoteCount: 9, newUpvoteCount: 0 });
  });

  it('goes back as far as calendars do', async () => {
    const paper = await paperWith([], { importedUpvotes: 1, publishedOn: '0001-01-01' });
    const args = { interval: DAY, from: '0000-12-31T00:00:00Z', to: '0001-01-02T00:00:00Z' };
    expect(await historyOf(paper, args)).toMatchObject([{ upvoteCount: 0 }, { upvoteCount: 1, newUpvoteCount: 1 }]);
  });

  it('of a time to come is empty, and a later "to" means now', async () => {
    const paper = await paperWith(['2026-01-01T10:00:00Z']);
    expect(await historyOf(paper, { interval: DAY, from: '9998-01-01T00:00:00Z', to: '9999-01-01T00:00:00Z' })).toEqual(
      [],
    );
    const far = await historyOf(paper, { interval: DAY, to: '9999-01-01T00:00:00Z' });
    expect(far).toEqual(await historyOf(paper, { interval: DAY }));
  });

  it.each([
    [
      { interval: DAY, from: '2025-01-02T00:00:00Z', to: '2025-01-01T00:00:00Z' },
      '"from" is "2025-01-02T00:00:00.000Z" and "to" is "2025-01-01T00:00:00.000Z"; "from" must not be after "to".',
    ],
    [
      { interval: HOUR, from: '2025-01-01T00:00:00Z', to: '2025-01-17T16:00:00.001Z' },
      'From "2025-01-01T00:00:00.000Z" on there are 401 steps of the interval HOUR; a history has at most 400. Send a later "from", an earlier "to" or a longer "interval".',
    ],
    [
      { interval: DAY, from: '0000-01-01T00:00:00Z', to: '2000-01-01T00:00:00Z' },
      'From "0000-01-01T00:00:00.000Z" on there are 730485 steps of the interval DAY; a history has at most 400. Send a later "from", an earlier "to" or a longer "interval".',
    ],
  ])('refuses %j', async (args, message) => {
    const paper = await paperWith([]);
    const query = `query ($interval: UpvoteHistoryInterval!, $from: DateTime, $to: DateTime) {
      paper(id: "${idsOf('Paper', [paper])[0]}") { upvoteHistory(interval: $interval, from: $from, to: $to) { upvoteCount } }
    }`;
    const { errors } = await server.ask(query, args);
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT', argument: 'from' } }]);
  });

  it('refuses a "from" that is later than now, where "to" is left out', async () => {
    const paper = await paperWith([]);
    const query = `{ paper(id: "${idsOf('Paper', [paper])[0]}") { upvoteHistory(interval: DAY, from: "9999-01-01T00:00:00Z") { upvoteCount } } }`;
    const { errors } = await server.ask(query);
    expect(errors?.[0]?.message).toMatch(/"from" is "9999-01-01T00:00:00.000Z" and "to" was left out, which means now/);
  });

  it('shows many steps of one paper, and few of a hundred', async () => {
    const paper = await paperWith(['2025-03-01T10:00:00Z']);
    const args = { interval: HOUR, from: '2025-03-01T00:00:00Z', to: '2025-03-17T16:00:00Z' };
    expect(await historyOf(paper, args)).toHaveLength(MAX_HISTORY_STEPS);
    const papers = await fixtures.papers(upTo(99).map(() => ({})));
    const week = { interval: DAY, from: '2025-03-01T00:00:00Z', to: '2025-03-08T00:00:00Z' };
    const histories = await historiesOf(server, idsOf('Paper', [paper, ...papers]), week);
    expect(histories.map(({ upvoteHistory }) => upvoteHistory.map((point) => point.upvoteCount))).toEqual([
      Array(7).fill(1),
      ...papers.map(() => Array<number>(7).fill(0)),
    ]);
  });

  it('takes one statement for each set of arguments, however many papers', async () => {
    const ids = idsOf('Paper', await fixtures.papers(upTo(10).map(() => ({ importedUpvotes: 1 }))));
    const query = `{ nodes(ids: ${JSON.stringify(ids)}) { ... on Paper {
      a: upvoteHistory(interval: WEEK) { upvoteCount } b: upvoteHistory(interval: WEEK) { endsAt }
      c: upvoteHistory(interval: DAY, from: "2025-01-01T00:00:00Z", to: "2025-01-02T00:00:00Z") { upvoteCount }
    } } }`;
    const statements = await statementsOf(() => server.ask(query));
    expect(statements.filter((text) => text.includes('upvotes'))).toHaveLength(2);
  });
});

/** Days around which the clocks of some of the zones change. */
const TURNS = ['2018-11-04', '2024-11-03', '2025-03-09', '2025-03-30', '2025-11-02', '2011-12-30', '2025-12-29'];

const instants = fc
  .tuple(fc.constantFrom(...TURNS), fc.integer({ min: -72 * 4, max: 72 * 4 }), fc.constantFrom(-1, 0, 1, 123_456))
  .map(([day, quarters, off]) => Date.parse(`${day}T00:00:00Z`) + quarters * 900_000 + off);
const dates = instants.map((instant) => new Date(instant).toISOString().slice(0, 10));

const randomPapers = fc.array(
  fc.record({
    importedUpvotes: fc.integer({ min: 0, max: 9 }),
    createdAt: instants,
    publishedOn: fc.option(dates),
    listing: fc.option(fc.record({ date: dates, state: fc.constantFrom('LISTED', 'PENDING', 'REJECTED') })),
    votes: fc.array(fc.record({ at: instants, isTakenBack: fc.boolean() }), { maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 4 },
);
type RandomPaper = (typeof randomPapers extends fc.Arbitrary<infer Papers> ? Papers : never)[number];

const randomArguments = fc.record({
  interval: fc.constantFrom(HOUR, DAY, WEEK),
  from: instants,
  steps: fc.double({ min: 0, max: 60, noNaN: true }),
  isOpen: fc.boolean(),
});

describe.each([
  'UTC',
  'America/New_York',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Kathmandu',
  'Europe/Paris',
  'Pacific/Apia',
])('Paper.upvoteHistory in %s', (zone) => {
  let tokens: string[];
  beforeAll(async () => {
    await startIn(zone);
    tokens = [];
    for (const number of upTo(6)) tokens.push(await server.signUp(`voter-${number}`));
  });
  afterAll(() => server.close());

  async function write(papers: RandomPaper[]): Promise<number[]> {
    await server.database.pool.query('truncate papers, editions, changes restart identity cascade');
    const keys = await fixtures.papers(
      papers.map((paper) => ({ ...paper, createdAt: new Date(paper.createdAt).toISOString() })),
    );
    const listings = papers.flatMap(({ listing }, index) =>
      listing ? [{ paper: keys[index]!, date: listing.date, state: listing.state as 'LISTED' }] : [],
    );
    await fixtures.listings(listings);
    await fixtures.upvotes(
      papers.flatMap(({ votes }, index) =>
        votes.map(({ at }, voter) => ({ paper: keys[index]!, user: voter + 1, votedAt: new Date(at).toISOString() })),
      ),
    );
    const ids = idsOf('Paper', keys);
    for (const [index, { votes }] of papers.entries()) {
      for (const [voter, { isTakenBack }] of votes.entries()) {
        if (isTakenBack) await vote(server, 'removePaperUpvote', ids[index]!, tokens[voter]);
      }
    }
    return keys;
  }

  const modelOf = ({ importedUpvotes, listing, publishedOn, createdAt, votes }: RandomPaper): ModelPaper => ({
    importedUpvotes,
    importedOn: listing?.state === 'LISTED' ? listing.date : (publishedOn ?? dateIn(zone, createdAt)),
    votedAt: votes.filter(({ isTakenBack }) => !isTakenBack).map(({ at }) => at),
  });

  it('is what a model makes of random votes', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomPapers,
        fc.array(randomArguments, { minLength: 3, maxLength: 3 }),
        async (papers, asked) => {
          const ids = idsOf('Paper', await write(papers));
          for (const { interval, from, steps, isOpen } of asked) {
            const to = new Date(from + Math.floor(steps * LENGTH_MS[interval])).toISOString();
            const args = { interval, from: isOpen ? null : new Date(from).toISOString(), to };
            const histories = await historiesOf(server, ids, args);
            for (const [index, { upvoteHistory }] of histories.entries()) {
              if (upvoteHistory.length < MAX_HISTORY_STEPS) {
                expectHistory(upvoteHistory, args, modelOf(papers[index]!), zone);
              }
            }
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

function dateIn(zone: string, instant: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant);
}
