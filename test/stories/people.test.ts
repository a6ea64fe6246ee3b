import { signInAt } from '../access/sign-in/browse-sign-in';
import { AUDIENCE, newKey, TestProvider } from '../access/sign-in/provider';
import { apiClient } from '../support/api-client';
import { expectCountsToHold } from '../support/invariants';
import { runCommand, RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { mutate } from './mutate';

/** How people take part: Ada by a token that the operator made, Bo and Cy by their sign-in at the OpenID Connect provider. */
let provider: TestProvider;
let database: TestDatabase;
let server: RunningServer;
let env: Record<string, string>;
let api: ReturnType<typeof apiClient>;
beforeAll(async () => {
  provider = await TestProvider.onFreePort();
  await provider.start([await newKey('first')]);
  database = await createTestDatabase();
  env = {
    DATABASE_URL: database.url,
    SAMPLE_DATA: 'on',
    OIDC_ISSUER: provider.issuer,
    OIDC_AUDIENCE: AUDIENCE,
  };
  server = await startServer(env);
  api = apiClient(server.url);
});
afterEach(() => expectCountsToHold(database.database));
afterAll(async () => {
  await server.stop();
  await database.drop();
  await provider.stop();
});

interface Shown {
  paper: {
    id: string;
    upvoteCount: number;
    viewerHasUpvoted: boolean;
    trendingScore: number;
    upvotes: { nodes: { handle: string }[] };
    upvoteHistory: { upvoteCount: number }[];
  };
}

const bearers: Record<'ada' | 'bo' | 'cy', string> = { ada: '', bo: '', cy: '' };
/** A paper in the middle of the bundled listing, where no vote has brought it up yet. */
let paperId: string;

async function command(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runCommand(args, env);
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

async function trending(): Promise<string[]> {
  const query = '{ trending(window: ALL, first: 36) { nodes { id } } }';
  const { trending: list } = await api.data<{ trending: { nodes: { id: string }[] } }>(query);
  return list.nodes.map(({ id }) => id);
}

async function shownTo(bearer: string): Promise<Shown['paper']> {
  const query = `query ($id: ID!) { paper(id: $id) {
    id upvoteCount viewerHasUpvoted trendingScore upvotes { nodes { handle } } upvoteHistory(interval: HOUR) { upvoteCount }
  } }`;
  return (await api.data<Shown>(query, { id: paperId }, bearer)).paper;
}

/** A mutation that must go without complaint. */
const done = <Payload>(name: string, input: object, selection: string, bearer: string) =>
  mutate<Payload>(api, bearer, name, input, selection);

const vote = (bearer: string) => done('upvotePaper', { paperId }, 'paper { upvoteCount }', bearer);
const takeBack = (bearer: string) => done('removePaperUpvote', { paperId }, 'paper { upvoteCount }', bearer);

describe('people', () => {
  it('sign in: one by the token that the operator made, two at their provider, which makes their accounts', async () => {
    await command('users', 'create', 'ada', '--role', 'moderator');
    bearers.ada = await command('tokens', 'create', 'ada', '--scopes', 'moderate');
    bearers.bo = await signInAt(provider, 'bo');
    bearers.cy = await signInAt(provider, 'cy');

    const seen = [];
    for (const bearer of Object.values(bearers)) seen.push(await api.data('{ viewer { handle role } }', {}, bearer));
    expect(seen).toEqual([
      { viewer: { handle: 'ada', role: 'MODERATOR' } },
      { viewer: { handle: 'bo', role: 'MEMBER' } },
      { viewer: { handle: 'cy', role: 'MEMBER' } },
    ]);
  });

  it('make a token for a script, which may do what it says, and end it', async () => {
    const input = { name: 'reading list', scopes: ['VOTE'], idempotencyKey: 'reading list' };
    const create = () =>
      api.data<{ createAccessToken: { secret: string | null; accessToken: { id: string } } }>(
        'mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { secret accessToken { id } userErrors { code } } }',
        { input },
        bearers.bo,
      );
    const { createAccessToken: made } = await create();
    const { createAccessToken: again } = await create();
    expect(again).toMatchObject({
      secret: null,
      accessToken: made.accessToken,
      userErrors: [{ code: 'SECRET_SHOWN_ONCE' }],
    });

    const secret = made.secret ?? '';
    expect(await api.data('{ viewer { handle } }', {}, secret)).toEqual({ viewer: { handle: 'bo' } });
    const update = 'mutation { updateProfile(input: { name: "A script" }) { user { name } } }';
    expect((await api.ask(update, {}, secret)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await done('revokeAccessToken', { accessTokenId: made.accessToken.id }, 'accessToken { revokedAt }', bearers.bo);
    expect((await api.ask('{ viewer { handle } }', {}, secret)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('vote, and trending and the history of the paper follow', async () => {
    const before = await trending();
    paperId = before[20] ?? '';
    const { trendingScore } = await shownTo(bearers.ada);

    for (const bearer of Object.values(bearers)) await vote(bearer);
    await vote(bearers.bo);
    const paper = await shownTo(bearers.bo);
    expect(paper).toMatchObject({ upvoteCount: 3, viewerHasUpvoted: true });
    expect(paper.upvotes.nodes.map(({ handle }) => handle).sort()).toEqual(['ada', 'bo', 'cy']);
    expect(paper.upvoteHistory.at(-1)?.upvoteCount).toBe(3);
    expect(paper.trendingScore).toBeGreaterThan(trendingScore);
    expect((await trending())[0]).toBe(paperId);
  });

  it('change their minds, and all that followed goes back', async () => {
    const before = await shownTo(bearers.bo);
    await takeBack(bearers.bo);
    const without = await shownTo(bearers.bo);
    expect(without).toMatchObject({ upvoteCount: 2, viewerHasUpvoted: false });
    expect(without.upvoteHistory.at(-1)?.upvoteCount).toBe(2);
    expect(without.trendingScore).toBeLessThan(before.trendingScore);

    await vote(bearers.bo);
    expect((await shownTo(bearers.bo)).upvoteCount).toBe(3);
    await takeBack(bearers.bo);
    expect((await shownTo(bearers.bo)).trendingScore).toBeCloseTo(without.trendingScore, 9);
  });

  it('see their own profile, with what they voted for, and change it', async () => {
    await done('updateProfile', { name: 'Cy of Crete', handle: 'cy-of-crete' }, 'user { name }', bearers.cy);
    const query = '{ viewer { name handle upvotes { totalCount nodes { id } } } }';
    expect(await api.data(query, {}, bearers.cy)).toEqual({
      viewer: { name: 'Cy of Crete', handle: 'cy-of-crete', upvotes: { totalCount: 1, nodes: [{ id: paperId }] } },
    });
    expect(await api.data('{ user(handle: "cy") { id } }')).toEqual({ user: null });
  });

  it('are suspended by a moderator, read why, and go on once it is lifted', async () => {
    const { user } = await api.data<{ user: { id: string } }>('{ user(handle: "bo") { id } }');
    await done('suspendUser', { userId: user.id, reason: 'Votes for money.' }, 'user { handle }', bearers.ada);
    const refused = await api.ask(
      'mutation { upvotePaper(input: { paperId: "none" }) { paper { id } } }',
      {},
      bearers.bo,
    );
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringContaining('Votes for money.') as string,
      extensions: { code: 'FORBIDDEN' },
    });
    expect(await api.data('{ viewer { suspension { reason } } }', {}, bearers.bo)).toEqual({
      viewer: { suspension: { reason: 'Votes for money.' } },
    });
    await done('unsuspendUser', { userId: user.id }, 'user { handle }', bearers.ada);
    await vote(bearers.bo);
  });

  it('leave: the votes go, the others stay, and the same sign-in is nobody from then on', async () => {
    const before = await shownTo(bearers.ada);
    await done('deleteAccount', { handle: 'cy-of-crete' }, 'deletedId', bearers.cy);
    const after = await shownTo(bearers.ada);
    expect([before.upvoteCount, after.upvoteCount]).toEqual([3, 2]);
    expect(after.trendingScore).toBeLessThan(before.trendingScore);
    expect(after.upvoteHistory.at(-1)?.upvoteCount).toBe(2);
    expect(after.upvotes.nodes.map(({ handle }) => handle).sort()).toEqual(['ada', 'bo']);
    expect((await api.ask('{ viewer { handle } }', {}, bearers.cy)).errors?.[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
  });
});
