import { RequestDatabase } from '../../src/db/requests/request-database';
import type { RequestPool } from '../../src/db/requests/request-pool';
import { limitsWith } from '../../src/graphql/limits';
import { mergePapers } from '../../src/merging/merge-papers.service';
import { castVotes, withdrawVotes } from '../../src/votes/upvote.service';
import { castTogether, withdrawTogether } from '../../src/votes/write-votes.service';
import { ARXIV, importApart, LISTED } from '../merging/two-papers';
import { Fixtures, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { untilWaiting } from '../support/lock-waiters';
import { randomNumbers } from '../support/random-numbers';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { testRequestPool } from '../support/test-request-pool';
import { VoteModel } from './vote-model';

let test: TestDatabase;
/** As of two processes. */
let pools: RequestPool[];
let papers: number[];
let people: number[];
beforeEach(async () => {
  test = await createTestDatabase();
  const fixtures = new Fixtures(test.database);
  papers = await fixtures.papers(upTo(12).map(() => ({})));
  people = await fixtures.users(upTo(40).map((number) => `person-${number}`));
  const limits = limitsWith({ statementMs: 60_000, requestMs: 60_000 });
  pools = [testRequestPool(test.url, limits, 5), testRequestPool(test.url, limits, 5)];
});
afterEach(async () => {
  await expectCountsToHold(test.database);
  await Promise.all(pools.map((pool) => pool.close()));
  await test.drop();
});

const requestOf = (process = 0) => new RequestDatabase(pools[process]!);

function cast(person: number, paper: number, request = requestOf()) {
  return castTogether(request, { paperId: papers[paper]!, userId: people[person]!, detail: 'LINE' });
}

function withdraw(person: number, paper: number, request = requestOf()) {
  return withdrawTogether(request, { paperId: papers[paper]!, userId: people[person]!, detail: 'LINE' });
}

async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await test.database.pool.query<Row>(sql, values)).rows;
}

/** By how many transactions the votes that stand were written. */
const transactions = async () => (await rows('select distinct xmin::text from upvotes')).length;
const changes = () =>
  rows<{ kind: string; person: number; paper: number }>(
    'select kind, actor_id as person, paper_id as paper from changes order by id',
  );

describe('votes that come together', () => {
  it('are one transaction, with the counts after all of them and a change each', async () => {
    const answers = await Promise.all([cast(0, 1), cast(1, 0), cast(0, 0), cast(2, 0)]);
    expect(answers.map((paper) => [paper?.rowId, paper?.upvoteCount])).toEqual([
      [papers[1], 1],
      [papers[0], 3],
      [papers[0], 3],
      [papers[0], 3],
    ]);
    expect(await transactions()).toBe(1);
    const kind = 'PAPER_UPVOTED';
    expect(await changes()).toEqual([
      { kind, person: people[0], paper: papers[0] },
      { kind, person: people[1], paper: papers[0] },
      { kind, person: people[2], paper: papers[0] },
      { kind, person: people[0], paper: papers[1] },
    ]);
    const withdrawn = await Promise.all([withdraw(0, 0), withdraw(0, 1), withdraw(1, 0)]);
    expect(withdrawn.map((paper) => paper?.upvoteCount)).toEqual([1, 0, 1]);
    expect((await changes()).slice(4).map(({ person, paper }) => [person, paper])).toEqual([
      [people[0], papers[0]],
      [people[1], papers[0]],
      [people[0], papers[1]],
    ]);
  });

  it('count once where one of them is there twice, or was there before', async () => {
    await cast(0, 0);
    const answers = await Promise.all([cast(0, 0), cast(1, 0), cast(1, 0), cast(0, 1), cast(0, 1), cast(0, 0)]);
    expect(answers.map((paper) => paper?.upvoteCount)).toEqual([2, 2, 2, 1, 1, 2]);
    expect(await changes()).toHaveLength(3);
    expect(await Promise.all([cast(0, 0), cast(1, 0)])).toEqual([null, null]);
    const withdrawn = await Promise.all([withdraw(0, 0), withdraw(0, 0), withdraw(2, 2)]);
    expect(withdrawn.map((paper) => paper?.upvoteCount)).toEqual([1, 1, undefined]);
    expect(await changes()).toHaveLength(4);
  });

  it('read of their papers what each of them asks for', async () => {
    const paperId = papers[0]!;
    const answers = await Promise.all([
      castTogether(requestOf(), { paperId, userId: people[0]!, detail: 'LINE' }),
      castTogether(requestOf(), { paperId, userId: people[1]!, detail: 'WHOLE' }),
      castTogether(requestOf(), { paperId, userId: people[2]!, detail: 'CARD' }),
    ]);
    expect(answers[1]?.createdAt).toBeInstanceOf(Date);
    expect(answers[2]?.abstract).not.toBeUndefined();
    const [, named] = await Promise.all([
      castTogether(requestOf(), { paperId, userId: people[3]!, detail: 'LINE' }),
      castTogether(requestOf(), { paperId, userId: people[4]!, detail: 'BYLINE' }),
    ]);
    expect(named?.authorNames).not.toBeUndefined();
  });

  it('of two processes leave the counts, the rows and the changes that a model has, and none fails', async () => {
    const model = new VoteModel();
    const act = async (person: number) => {
      const random = randomNumbers(person);
      for (let step = 0; step < 30; step++) {
        // Some twice, through both processes.
        const paper = random(papers.length);
        const isCast = random(3) > 0;
        const write = isCast ? cast : withdraw;
        const sent = random(4) === 0 ? [0, 1] : [random(2)];
        await Promise.all(sent.map((process) => write(person, paper, requestOf(process))));
        model.acknowledge({ userId: people[person]!, paper: papers[paper]!, isCast });
      }
    };
    await Promise.all(people.map((_, person) => act(person)));
    expect(model.acknowledged).toBe(people.length * 30);
    await model.expectToBeIn(test.database);
  }, 60_000);

  it('lock rows in one order, whoever writes them: none waits for another that waits for it', async () => {
    const write = async (process: number) => {
      const random = randomNumbers(process);
      for (let turn = 0; turn < 25; turn++) {
        // Some have papers in common, and some have people alone.
        const paper = () => papers[4 * (process % 3) + random(4)]!;
        const votes = upTo(30).map(() => ({ paperId: paper(), userId: people[random(40)]! }));
        // By the bare statement: deadlocks are repeated elsewhere.
        await (turn % 2 ? withdrawVotes : castVotes)(requestOf(process % 2), 'LINE', votes, null);
      }
    };
    await Promise.all(upTo(10).map(write));
  }, 60_000);

  it('do not fail where one of them is for a paper that becomes part of another one meanwhile', async () => {
    const [gone = 0, into = 0] = await importApart(test.database, LISTED, ARXIV);
    papers.push(gone);
    const holder = await test.database.pool.connect();
    await holder.query('begin');
    await holder.query('select from paper_stats where paper_id = $1 for update', [gone]);
    const merging = mergePapers(test.database, gone, into);
    await untilWaiting(test.database.pool, 1);
    const answers = Promise.all([cast(0, papers.length - 1), cast(1, 0), cast(2, 1), cast(3, 0)]);
    await untilWaiting(test.database.pool, 2);
    await holder.query('commit');
    holder.release();
    await merging;
    expect((await answers).map((paper) => paper?.rowId)).toEqual([undefined, papers[0], papers[1], papers[0]]);
  });

  it('do not fail where one of them is of a person who is gone', async () => {
    await rows('delete from users where id = $1', [people[0]]);
    const answers = await Promise.allSettled([cast(0, 0), cast(1, 0), cast(2, 0)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(await rows('select from upvotes')).toHaveLength(2);
  });

  it('do not wait for long for a paper that somebody holds and one of them is for', async () => {
    const holder = await test.database.pool.connect();
    await holder.query('begin');
    await holder.query('select from paper_stats where paper_id = $1 for update', [papers[0]]);
    const held = [cast(0, 0), cast(1, 0), cast(2, 0)];
    const others = [cast(3, 1), cast(4, 2), cast(0, 3)];
    expect((await Promise.all(others)).map((paper) => paper?.upvoteCount)).toEqual([1, 1, 1]);
    // One more for the paper that is held waits outside, and one for another paper does not.
    held.push(cast(5, 0));
    expect((await cast(5, 1))?.upvoteCount).toBe(2);
    await holder.query('commit');
    holder.release();
    expect((await Promise.all(held)).every(Boolean)).toBe(true);
  });

  it('leave out who left before they were written, and nobody else', async () => {
    const [leaving, late] = [requestOf(), requestOf()];
    const left = [cast(0, 0, leaving), cast(0, 1, leaving)];
    const stayed = [cast(1, 0), cast(2, 0, late)];
    leaving.end(new Error('gone'));
    expect((await Promise.allSettled(left)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await Promise.all(stayed)).map((paper) => paper?.upvoteCount)).toEqual([2, 2]);
    expect(await rows('select user_id as id from upvotes order by 1')).toEqual([{ id: people[1] }, { id: people[2] }]);
  });

  it('go on for those who stay when others leave, and end with the last of them', async () => {
    const holder = await test.database.pool.connect();
    await holder.query('begin; lock table upvotes in share mode');
    const [one, other, staying] = [requestOf(), requestOf(), requestOf(1)];
    const sent = Promise.allSettled([
      cast(0, 0, one),
      cast(1, 1, other),
      cast(2, 2, staying),
      cast(3, 3, requestOf(1)),
    ]);
    await untilWaiting(test.database.pool, 2);
    one.end(new Error('gone'));
    staying.end(new Error('gone'));
    other.end(new Error('gone'));
    await untilWaiting(test.database.pool, 1);
    await holder.query('commit');
    holder.release();
    expect((await sent).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    // Whoever left while it was written has it written.
    expect((await rows<{ id: number }>('select user_id as id from upvotes order by 1')).map(({ id }) => id)).toEqual([
      people[2],
      people[3],
    ]);
  });
});
