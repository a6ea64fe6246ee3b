import { RememberedBearers } from '../../src/access/remembered-bearers';
import { castVotes, withdrawVotes } from '../../src/votes/upvote.service';
import { movedBy } from '../metrics/scrape';
import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { randomNumbers } from '../support/random-numbers';
import { startTestServer, TestServer } from '../support/test-server';
import { signUpVoters, type Voter, VoteModel } from './vote-model';
import { voteMutation, type VoteMutation } from './vote-client';

let server: TestServer;
/** Another process over the same database. */
let other: TestServer;
let fixtures: Fixtures;
let papers: number[];
/** Who was found when a request looked for its bearer among those who are remembered. */
let found: unknown[];
beforeAll(async () => {
  server = await startTestServer();
  other = await startTestServer({ beside: server });
  const { prototype } = RememberedBearers;
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { find } = prototype;
  jest.spyOn(prototype, 'find').mockImplementation(function (this: RememberedBearers, authorization) {
    const viewer = find.call(this, authorization);
    found.push(viewer?.userId ?? null);
    return viewer;
  });
});
beforeEach(async () => {
  fixtures = new Fixtures(server.database);
  await fixtures.clear();
  papers = await fixtures.papers(upTo(8).map(() => ({})));
  found = [];
});
afterEach(() => expectCountsToHold(server.database));
afterAll(async () => {
  await other.close();
  await server.close();
});

/** Sends a vote in one piece, or by a body of no known length, which goes the usual way: its bearer is looked up. */
async function send(
  mutation: VoteMutation,
  { token }: Voter,
  paper = 0,
  way: 'known' | 'usual' = 'known',
  at = server,
): Promise<{ status: number; answer: unknown }> {
  const variables = { input: { paperId: idsOf('Paper', papers)[paper] } };
  const body = JSON.stringify({ query: voteMutation(mutation), variables });
  const response = await fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: way === 'known' ? body : new Blob([body]).stream(),
    duplex: 'half',
  });
  const text = await response.text();
  return {
    status: response.status,
    answer: JSON.parse(text.replace(/"requestId":"[^"]*"/, '"requestId":"…"')),
  };
}

/** People whom a server knows after they voted and took it back. */
async function rememberedVoters(count: number, at = [server]): Promise<Voter[]> {
  const voters = await signUpVoters(server.database, count);
  for (const mutation of ['upvotePaper', 'removePaperUpvote'] as const) {
    for (const one of at) {
      await send(mutation, voters[0]!, 7, 'usual', one);
      for (const voter of voters) await send(mutation, voter, 7, 'known', one);
    }
  }
  found = [];
  return voters;
}

async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await server.database.pool.query<Row>(sql, values)).rows;
}

const statesOf = ({ userId }: Voter) =>
  rows(
    `select (select array_agg(paper_id order by paper_id) from upvotes where user_id = $1) as votes,
      (select count(*) from changes where actor_id = $1) as changes, upvote_count from users where id = $1`,
    [userId],
  );

const revoke = ({ userId }: Voter) =>
  rows('update access_tokens set revoked_at = now() where user_id = $1 returning id', [userId]);

describe('somebody who votes again', () => {
  it.each(['upvotePaper', 'removePaperUpvote'] as const)('is not looked up before it, by %s', async (mutation) => {
    const [voter] = (await rememberedVoters(1)) as [Voter];
    if (mutation === 'removePaperUpvote') await send('upvotePaper', voter);
    found = [];
    const figures = await movedBy(server, async () => {
      expect(await send(mutation, voter)).toMatchObject({
        answer: { data: { answer: { paper: { viewerHasUpvoted: mutation === 'upvotePaper' } } } },
      });
    });
    expect(found).toEqual([voter.userId]);
    // One to write and one for `viewerHasUpvoted`; to take a vote back is one to write and one to read.
    const statements = mutation === 'upvotePaper' ? 2 : 3;
    expect(figures).toMatchObject({
      daily_papers_operation_statements_count: 1,
      daily_papers_operation_statements_sum: statements,
    });
  });

  it('is looked up before an operation of more than one vote', async () => {
    const [voter] = (await rememberedVoters(1)) as [Voter];
    const [one, other] = idsOf('Paper', papers);
    const both = `mutation ($one: ID!, $other: ID!) {
      one: upvotePaper(input: { paperId: $one }) { paper { upvoteCount } }
      other: upvotePaper(input: { paperId: $other }) { paper { upvoteCount } }
    }`;
    for (let time = 0; time < 3; time++) await server.data(both, { one, other }, voter.token);
    expect(found).toEqual([]);
    await revoke(voter);
    const { data, errors } = await server.ask(both, { one, other }, voter.token);
    expect([data, errors?.[0]?.extensions.code]).toEqual([undefined, 'UNAUTHENTICATED']);
  });

  it('without need is answered as by the usual way, and charged once', async () => {
    const strict = await startTestServer({ limits: { votesPerHour: 5 } });
    papers = await new Fixtures(strict.database).papers([{}]);
    const [voter] = (await signUpVoters(strict.database, 1)) as [Voter];
    const usual = await send('upvotePaper', voter, 0, 'usual', strict);
    const answers: Awaited<ReturnType<typeof send>>[] = [];
    for (let again = 0; again < 5; again++) answers.push(await send('upvotePaper', voter, 0, 'known', strict));
    expect(found).toEqual([null, ...Array<number>(4).fill(voter.userId)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
    for (const { answer } of answers.slice(0, 4)) expect(answer).toEqual(usual.answer);
    await expectCountsToHold(strict.database);
    await strict.close();
  });

  it.each<[string, string, number, unknown]>([
    [
      'whose token was revoked',
      'update access_tokens set revoked_at = now() where user_id = $1',
      401,
      'UNAUTHENTICATED',
    ],
    [
      'whose token has expired',
      `update access_tokens set expires_at = now() - interval '1 second' where user_id = $1`,
      401,
      'UNAUTHENTICATED',
    ],
    ['whose token is gone', 'delete from access_tokens where user_id = $1', 401, 'UNAUTHENTICATED'],
    [
      'who was suspended',
      `insert into suspensions (user_id, reason, suspended_by) values ($1, 'Insults.', null)`,
      200,
      'FORBIDDEN',
    ],
  ])('is refused as anybody %s, and nothing is written', async (_whose, statement, status, code) => {
    for (const mutation of ['upvotePaper', 'removePaperUpvote'] as const) {
      const [voter] = (await rememberedVoters(1)) as [Voter];
      if (mutation === 'removePaperUpvote') await fixtures.upvotes([{ paper: papers[0]!, user: voter.userId }]);
      const before = await statesOf(voter);
      await rows(statement, [voter.userId]);
      found = [];
      const known = await send(mutation, voter);
      expect(found).toEqual([voter.userId]);
      expect([known.status, known.answer]).toEqual([
        status,
        expect.objectContaining({
          errors: [expect.objectContaining({ extensions: expect.objectContaining({ code }) as object })],
        }),
      ]);
      expect(known.answer).toEqual((await send(mutation, voter, 0, 'usual')).answer);
      expect(await statesOf(voter)).toEqual(before);
      await fixtures.clear();
      papers = await fixtures.papers(upTo(8).map(() => ({})));
    }
  });

  it('may vote with another role, and after a suspension', async () => {
    const [voter] = (await rememberedVoters(1)) as [Voter];
    await rows(`update users set role = 'MODERATOR' where id = $1`, [voter.userId]);
    expect(await send('upvotePaper', voter)).toMatchObject({ answer: { data: { answer: { userErrors: [] } } } });
    await fixtures.suspensions([{ user: voter.userId }]);
    expect(await send('removePaperUpvote', voter)).toMatchObject({ answer: { errors: [{}] } });
    await rows('update suspensions set lifted_at = now()');
    expect(await send('removePaperUpvote', voter)).toMatchObject({ answer: { data: { answer: { userErrors: [] } } } });
    expect(await statesOf(voter)).toMatchObject([{ votes: null, upvote_count: 0 }]);
  });

  it.each(['upvotePaper', 'removePaperUpvote'] as const)(
    'together with people who may not any more does so nevertheless, by %s',
    async (mutation) => {
      const voters = await rememberedVoters(9);
      // Papers of more than one of them, of some who may and some who may not.
      const paperOf = (voter: Voter) => voters.indexOf(voter) % 2;
      const isCast = mutation === 'upvotePaper';
      if (!isCast) {
        await fixtures.upvotes(voters.map((voter) => ({ user: voter.userId, paper: papers[paperOf(voter)]! })));
      }
      const revoked = voters.filter((_, index) => index % 3 === 0);
      for (const voter of revoked) await revoke(voter);
      const answers = await Promise.all(voters.map((voter) => send(mutation, voter, paperOf(voter))));
      expect(answers.map(({ status }) => status)).toEqual(voters.map((voter) => (revoked.includes(voter) ? 401 : 200)));
      const votes = await rows<{ user: number }>('select user_id as "user" from upvotes order by user_id');
      const standing = isCast ? voters.filter((voter) => !revoked.includes(voter)) : revoked;
      expect(votes.map(({ user }) => user)).toEqual(standing.map(({ userId }) => userId));
    },
  );

  it('at two processes is refused from the request on that follows a revocation, however many vote', async () => {
    const voters = await rememberedVoters(16, [server, other]);
    const model = new VoteModel();
    const refusals = new Map<Voter, number>();
    const warmUp = await rows<{ id: string }>('delete from changes returning id');
    expect(warmUp.length).toBeGreaterThan(0);

    async function voteAndLeave(voter: Voter): Promise<void> {
      const random = randomNumbers(voter.userId);
      const turns = 5 + random(20);
      for (let turn = 0; turn < turns; turn++) {
        const paper = random(papers.length);
        const isCast = random(2) === 0;
        const { status } = await send(
          isCast ? 'upvotePaper' : 'removePaperUpvote',
          voter,
          paper,
          'known',
          [server, other][random(2)],
        );
        expect(status).toBe(200);
        model.acknowledge({ userId: voter.userId, paper: papers[paper]!, isCast });
      }
      await revoke(voter);
      for (const at of [server, other]) {
        const { status } = await send('upvotePaper', voter, random(papers.length), 'known', at);
        expect(status).toBe(401);
        refusals.set(voter, (refusals.get(voter) ?? 0) + 1);
      }
    }
    await Promise.all(voters.map(voteAndLeave));
    expect([...refusals.values()]).toEqual(voters.map(() => 2));
    await model.expectToBeIn(server.database);
  });
});

describe.each([
  ['castVotes', castVotes],
  ['withdrawVotes', withdrawVotes],
] as const)('%s of people who are remembered', (_name, write) => {
  it.each([
    ['one', 1],
    ['several', 3],
  ])('writes nothing of somebody with another role, of %s', async (_count, count) => {
    const voters = await signUpVoters(server.database, count);
    if (write === withdrawVotes)
      await fixtures.upvotes(voters.map(({ userId }) => ({ user: userId, paper: papers[0]! })));
    const tokens = await rows<{ id: number }>('select id from access_tokens order by id');
    const votesWith = (role: 'MEMBER' | 'ADMIN') =>
      voters.map(({ userId }, index) => ({
        userId,
        paperId: papers[0]!,
        bearer: { accessTokenId: tokens[index]!.id, role },
      }));
    const written = (role: 'MEMBER' | 'ADMIN') => write(server.database.pool, 'LINE', votesWith(role), null);
    expect((await written('ADMIN')).size).toBe(0);
    expect((await written('MEMBER')).get(papers[0]!)?.upvoteCount).toBe(write === castVotes ? count : 0);
  });
});
