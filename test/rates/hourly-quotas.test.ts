import { Fixtures, idsOf, upTo } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';
import { ask } from './rates-client';

const LIMITS = {
  votesPerHour: 10,
  commentsPerHour: 3,
  submissionsPerHour: 2,
  tokensPerHour: 2,
  webhooksPerHour: 2,
  deliveriesPerHour: 2,
};

let server: TestServer;
let token: string;
let papers: string[];
let people = 0;
const signUp = () => server.signUp(`person-${++people}`, ['read', 'vote', 'write']);
beforeAll(async () => {
  server = await startTestServer({ limits: LIMITS });
  papers = idsOf('Paper', await new Fixtures(server.database).papers(upTo(20).map(() => ({}))));
});
beforeEach(async () => (token = await signUp()));
afterAll(() => server.close());

const vote = (paper: number) => `v${paper}: upvotePaper(input: { paperId: "${papers[paper]}" }) { paper { id } }`;
const comment = (number: number) =>
  `c${number}: addComment(input: { paperId: "${papers[0]}", body: "${number}" }) { comment { id } }`;
const mutation = (...fields: string[]) => `mutation { ${fields.join(' ')} }`;
/** How many the person has. */
const countOf = async (list: 'upvotes' | 'comments') => {
  const { viewer } = await server.data<Counts>(`{ viewer { ${list} { totalCount } } }`, {}, token);
  return viewer[list].totalCount;
};
type Counts = { viewer: Record<'upvotes' | 'comments', { totalCount: number }> };

describe('what is counted by the hour', () => {
  it('counts each alias, and is said beside the points', async () => {
    const first = await ask(server, mutation(...upTo(7).map(vote)), { token });
    expect(first.rates.votes).toEqual({ q: 10, w: 3600, qu: 'votes', r: 3, t: expect.any(Number) as number });
    expect(Object.keys(first.rates)).toEqual(['points', 'votes']);

    const refused = await ask(server, mutation(...upTo(4).map(vote)), { token });
    const seconds = Number(refused.retryAfter);
    // One comes back in six minutes, of which the requests took some seconds.
    expect([seconds > 300, seconds <= 360]).toEqual([true, true]);
    expect(refused.status).toBe(429);
    expect(refused.errors?.[0]).toMatchObject({
      message: `This request takes 4 of the 10 votes that a person has an hour, and 3 are left; try again in ${seconds} seconds.`,
      extensions: { code: 'RATE_LIMITED', retryAfterSeconds: seconds },
    });
    expect(refused.rates.votes).toMatchObject({ r: 3, t: seconds });
  });

  it('is charged whole or not at all, whatever the document does', async () => {
    expect((await ask(server, mutation(comment(1), comment(2)), { token })).status).toBe(200);
    const refused = await ask(server, mutation(...upTo(5).map(vote), comment(3), comment(4)), { token });
    expect(refused.errors?.[0]?.message).toContain('2 of the 3 comments');
    expect(await countOf('upvotes')).toBe(0);
    expect(await countOf('comments')).toBe(2);
    expect((await ask(server, mutation(...upTo(10).map(vote)), { token })).rates.votes?.r).toBe(0);
  });

  it('counts what execution does: fields that are merged once, and none that is left out', async () => {
    const fields = ['__typename', vote(1), vote(1), vote(2).replace(') {', ') @include(if: false) {'), '...Votes'];
    const query = `${mutation(...fields)} fragment Votes on Mutation { ${vote(3)} }`;
    const answer = await ask(server, query, { token });
    expect(answer.errors).toBeUndefined();
    expect(answer.rates.votes?.r).toBe(8);
  });

  it('counts a vote that is taken back, or was cast before, or is refused by its mutation', async () => {
    const back = `removePaperUpvote(input: { paperId: "${papers[1]}" }) { paper { id } }`;
    const unknown = 'unknown: upvotePaper(input: { paperId: "none" }) { paper { id } }';
    const { rates } = await ask(server, mutation(vote(1), `again${vote(1)}`, back, unknown), { token });
    expect(rates.votes?.r).toBe(6);
  });

  it('counts a repetition under an idempotency key, as it is refused before anybody looks', async () => {
    const add = mutation(comment(1).replace('body:', 'idempotencyKey: "k", body:'));
    for (const left of [2, 1, 0]) expect((await ask(server, add, { token })).rates.comments?.r).toBe(left);
    expect((await ask(server, add, { token })).status).toBe(429);
    expect(await countOf('comments')).toBe(1);
  });

  it('that is more than an hour ever gives is refused as too large, not as too early', async () => {
    const { status, errors } = await ask(server, mutation(...upTo(4).map(comment)), { token });
    expect(status).toBe(200);
    expect(errors?.[0]).toMatchObject({
      message: 'This request has 4 comments in an hour; the limit is 3.',
      extensions: { code: 'LIMIT_EXCEEDED', limit: { name: 'commentsPerHour', value: 3, requested: 4 } },
    });
  });

  it.each([
    ['submissions', 'submitPaper(input: { paper: "2501.00001" }) { submission { id } }', 2],
    ['tokens', 'createAccessToken(input: { name: "x", scopes: [READ] }) { secret }', 2],
    ['webhooks', 'createWebhook(input: { url: "none" }) { secret }', 2],
    ['webhooks', 'updateWebhook(input: { webhookId: "none" }) { webhook { id } }', 2],
    ['webhooks', 'rotateWebhookSecret(input: { webhookId: "none" }) { secret }', 2],
    ['deliveries', 'sendTestDelivery(input: { webhookId: "none" }) { delivery { id } }', 2],
    ['deliveries', 'redeliver(input: { deliveryId: "none" }) { delivery { id } }', 2],
    ['votes', 'removeCommentUpvote(input: { commentId: "none" }) { comment { id } }', 10],
    ['votes', 'upvoteComment(input: { commentId: "none" }) { comment { id } }', 10],
  ])('are %s by %s', async (quota, field, limit) => {
    const { rates } = await ask(server, mutation(field), { token });
    expect(rates[quota]).toMatchObject({ q: limit, r: limit - 1 });
  });

  it('is of each person, and of nobody where nobody is signed in', async () => {
    await ask(server, mutation(...upTo(10).map(vote)), { token });
    expect((await ask(server, mutation(vote(11)), { token: await signUp() })).status).toBe(200);
    const nobody = await ask(server, mutation(vote(12)));
    expect(nobody.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(Object.keys(nobody.rates)).toEqual(['points']);
  });

  it('is exact for whoever asks many times at once', async () => {
    const answers = await Promise.all(upTo(19).map((paper) => ask(server, mutation(vote(paper)), { token })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(await countOf('upvotes')).toBe(10);
  });

  it('refuses those of many at once who have nothing left, and nobody else', async () => {
    const spent = await signUp();
    await ask(server, mutation(...upTo(10).map(vote)), { token: spent });
    const others: string[] = [];
    for (let count = 0; count < 6; count++) others.push(await signUp());
    const tokens = [spent, ...others.slice(0, 3), spent, ...others.slice(3)];
    const answers = await Promise.all(tokens.map((one) => ask(server, mutation(vote(1), vote(2)), { token: one })));
    expect(answers.map(({ status }) => status)).toEqual(tokens.map((one) => (one === spent ? 429 : 200)));
    expect(answers.map(({ rates }) => rates.votes?.r)).toEqual(tokens.map((one) => (one === spent ? 0 : 8)));
  });
});
