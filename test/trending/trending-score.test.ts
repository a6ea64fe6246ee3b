import fc from 'fast-check';
import { addCommentWeight, addVoteWeight } from '../../src/trending/add-weight';
import { withdrawVotes } from '../../src/votes/upvote.service';
import { Fixtures, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { rowsReadBy } from '../support/rows-read';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { History, scoreOf, valueAt } from './trending-model';

const PEOPLE = 12;
const DAY_MS = 86_400_000;

let test: TestDatabase;
let fixtures: Fixtures;
let people: number[];
beforeAll(async () => {
  test = await createTestDatabase();
  fixtures = new Fixtures(test.database);
});
afterAll(() => test.drop());
beforeEach(async () => {
  await fixtures.clear();
  people = await fixtures.users(upTo(PEOPLE).map((number) => `person-${number}`));
});

const dateTime = (instant: number) => new Date(instant).toISOString();
const day = (instant: number) => dateTime(instant).slice(0, 10);

/** Half of them within a week, the others decades away. */
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 0, 8) }),
  fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2120, 0, 1) }),
);
const history: fc.Arbitrary<History> = fc.record({
  startsAt: instant.map((at) => at - (((at % DAY_MS) + DAY_MS) % DAY_MS)),
  importedVotes: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_000_000 })),
  votes: fc.array(instant, { maxLength: PEOPLE }),
  comments: fc.array(fc.record({ author: fc.nat({ max: PEOPLE - 1 }), at: instant }), { maxLength: 20 }),
});

/** A paper without votes and comments of ours. */
async function begin({ startsAt, importedVotes }: History): Promise<number> {
  const [paper = 0] = await fixtures.papers([{ publishedOn: day(startsAt), importedUpvotes: importedVotes }]);
  return paper;
}

/** Adds what happened, each vote and comment in constant time. */
async function live(paper: number, { votes, comments }: History): Promise<void> {
  for (const [index, at] of votes.entries()) await vote(paper, people[index] ?? 0, at);
  for (const { author, at } of comments.toSorted((a, b) => a.at - b.at)) await say(paper, people[author] ?? 0, at);
}

async function vote(paper: number, person: number, at: number): Promise<void> {
  await test.database.pool.query(
    `with vote as (insert into upvotes values ($1, $2, $3) returning *), credited as (
      update users set upvote_count = upvote_count + 1 where id = $2
    ) update paper_stats s set upvote_count = upvote_count + 1, ${addVoteWeight('vote.voted_at')}
    from vote where s.paper_id = vote.paper_id`,
    [paper, person, dateTime(at)],
  );
}

async function say(paper: number, person: number, at: number): Promise<void> {
  await test.database.transaction(async (sql) => {
    await sql.query('update paper_stats set comment_count = comment_count + 1 where paper_id = $1', [paper]);
    const { rows } = await sql.query<{ id: number }>(
      `insert into comments (paper_id, author_id, body, created_at) values ($1, $2, 'So.', $3) returning id`,
      [paper, person, dateTime(at)],
    );
    await sql.query('update users set comment_count = comment_count + 1 where id = $1', [person]);
    await addCommentWeight(sql, rows[0]?.id ?? 0);
  });
}

async function stored(paper: number): Promise<number> {
  const { rows } = await test.database.pool.query<{ score: number }>(
    'select trending_score as score from paper_stats where paper_id = $1',
    [paper],
  );
  return rows[0]?.score ?? NaN;
}

const CLOSE = 1e-9;
const distance = (one: number, other: number) => Math.abs(one - other);

describe('the stored score', () => {
  it('is the formula, added up one by one or made anew, over histories at random', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (random) => {
        await fixtures.clear();
        people = await fixtures.users(upTo(PEOPLE).map((number) => `person-${number}`));
        const paper = await begin(random);
        await live(paper, random);
        expect(distance(await stored(paper), scoreOf(random))).toBeLessThan(CLOSE);
        await expectCountsToHold(test.database);
        await test.database.pool.query('select recompute_trending($1)', [[paper]]);
        expect(distance(await stored(paper), scoreOf(random))).toBeLessThan(CLOSE);
      }),
      { numRuns: 60 },
    );
  });

  it('is as it was when votes were added and taken back', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(instant, { minLength: 1, maxLength: PEOPLE }), async (random, added) => {
        const paper = await begin(random);
        await live(paper, { ...random, votes: [] });
        const before = await stored(paper);
        for (const [index, at] of added.entries()) await vote(paper, people[index] ?? 0, at);
        for (const index of added.keys())
          await withdrawVotes(test.database.pool, 'LINE', [{ paperId: paper, userId: people[index] ?? 0 }], null);
        expect(distance(await stored(paper), before)).toBeLessThan(CLOSE);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['0001-01-01', '1991-08-14', '2026-01-01', '9999-12-31'])(
    'is a number for a paper of %s with nothing but its listing',
    async (publishedOn) => {
      const startsAt = Date.parse(publishedOn);
      const alone = { startsAt, importedVotes: 0, votes: [], comments: [] };
      expect(distance(await stored(await begin(alone)), scoreOf(alone))).toBeLessThan(CLOSE);
    },
  );

  it('stays true to a billionth over ten thousand votes one by one', async () => {
    const startsAt = Date.UTC(2026, 0, 1);
    const votes = upTo(10_000).map((number) => startsAt + number * 61_001);
    const paper = await begin({ startsAt, importedVotes: 0, votes: [], comments: [] });
    const { rows } = await test.database.pool.query<{ sum: number }>(
      `with recursive added (number, sum) as (
        select 0, (select log_vote_weight from paper_stats where paper_id = $1)
        union all
        select number + 1, log_add_exp(sum, log_weight_at(($2::timestamptz[])[number + 1])) from added where number < 10000
      ) select sum from added order by number desc limit 1`,
      [paper, votes.map(dateTime)],
    );
    expect(distance(rows[0]?.sum ?? NaN, scoreOf({ startsAt, importedVotes: 0, votes, comments: [] }))).toBeLessThan(
      CLOSE,
    );
  });
});

describe('recompute_trending', () => {
  it('reads the rows of the papers asked for alone, also where there were none when the tables were analyzed', async () => {
    await fixtures.papers(upTo(400).map(() => ({})));
    await test.database.pool.query('delete from papers');
    await test.database.pool.query('analyze papers, paper_stats');
    const papers = await fixtures.papers(upTo(400).map(() => ({})));
    const asked = [papers.slice(0, 2)];
    // Two to lock, two to write, and their papers.
    expect(await rowsReadBy(test.database, ['papers', 'paper_stats'], 'select recompute_trending($1)', asked)).toBe(6);
  });
});

describe('the order of scores', () => {
  it('is that of the decayed values, whenever these are looked at', async () => {
    const recent = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 3, 1) });
    const lately = fc.record({
      startsAt: recent.map((at) => at - (at % DAY_MS)),
      importedVotes: fc.nat({ max: 50 }),
      votes: fc.array(recent, { maxLength: PEOPLE }),
      comments: fc.array(fc.record({ author: fc.nat({ max: PEOPLE - 1 }), at: recent }), { maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(lately, { minLength: 2, maxLength: 4 }),
        fc.nat({ max: 600 }),
        async (all, daysLater) => {
          const papers: { score: number; history: History }[] = [];
          for (const random of all) {
            const paper = await begin(random);
            await live(paper, random);
            papers.push({ score: await stored(paper), history: random });
          }
          for (const at of [0, daysLater].map((days) => Date.UTC(2026, 3, 1) + days * DAY_MS)) {
            const ranked = papers
              .toSorted((a, b) => b.score - a.score)
              .map((one) => Math.log(valueAt(at, one.history)));
            ranked.slice(1).forEach((value, index) => expect(value).toBeLessThan((ranked[index] ?? 0) + CLOSE));
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('comments', () => {
  const at = Date.UTC(2026, 0, 2);
  const quiet: History = { startsAt: Date.UTC(2026, 0, 1), importedVotes: 99, votes: [], comments: [] };

  it('count a quarter of a vote, one a person', async () => {
    const paper = await begin(quiet);
    const said = { ...quiet, comments: [0, 0, 1].map((author) => ({ author, at })) };
    await live(paper, said);
    expect(await stored(paper)).toBeGreaterThan(scoreOf(quiet));
    expect(distance(await stored(paper), scoreOf({ ...quiet, votes: [at - DAY_MS] }))).toBeLessThan(CLOSE);
  });

  it('add half of the votes at most', async () => {
    const paper = await begin({ ...quiet, importedVotes: 0 });
    await live(paper, { ...quiet, comments: people.map((_, author) => ({ author, at: at + 365 * DAY_MS })) });
    expect(distance(await stored(paper), scoreOf({ ...quiet, importedVotes: 0 }) + Math.log(1.5))).toBeLessThan(CLOSE);
  });

  it('count where they can be read and a person stands behind them', async () => {
    const paper = await begin(quiet);
    const [one = 0, other = 0] = people;
    const createdAt = dateTime(at);
    await fixtures.comments([
      { paper, author: one, createdAt, state: 'HIDDEN' },
      { paper, author: one, createdAt, state: 'DELETED' },
      { paper, author: null, createdAt },
    ]);
    expect(distance(await stored(paper), scoreOf(quiet))).toBeLessThan(CLOSE);
    await fixtures.comments([{ paper, author: other, createdAt }]);
    expect(distance(await stored(paper), scoreOf({ ...quiet, comments: [{ author: 1, at }] }))).toBeLessThan(CLOSE);
    await expectCountsToHold(test.database);
  });

  it('of one person that come at once count once', async () => {
    const paper = await begin(quiet);
    await Promise.all(upTo(8).map(() => say(paper, people[0] ?? 0, at)));
    expect(distance(await stored(paper), scoreOf({ ...quiet, comments: [{ author: 0, at }] }))).toBeLessThan(CLOSE);
  });
});
