import { apiClient } from '../support/api-client';
import { expectCountsToHold } from '../support/invariants';
import { runCommand, RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { dayFromToday, look, submit } from '../feed/submission-client';
import { answering, ArxivServer } from '../sources/arxiv-server';
import { until } from '../support/until';
import { mutate } from './mutate';

/** A day of the feed: Ada and Bo bring a paper and talk about it, Mo moderates. */
let arxiv: ArxivServer;
let database: TestDatabase;
let server: RunningServer;
let env: Record<string, string>;
let api: ReturnType<typeof apiClient>;
const bearers: Record<string, string> = {};
beforeAll(async () => {
  [arxiv, database] = await Promise.all([ArxivServer.start(), createTestDatabase()]);
  env = { DATABASE_URL: database.url, SAMPLE_DATA: 'on', ARXIV_API_URL: arxiv.url };
  await startApi();
  for (const [handle, role] of Object.entries({ ada: 'member', bo: 'member', mo: 'moderator' })) {
    await command('users', 'create', handle, '--role', role);
    bearers[handle] = await command('tokens', 'create', handle, '--scopes', 'moderate');
  }
});
afterEach(() => expectCountsToHold(database.database));
afterAll(async () => {
  await server.stop();
  await Promise.all([database.drop(), arxiv.stop()]);
});

async function startApi(): Promise<void> {
  server = await startServer(env);
  api = apiClient(server.url);
}

async function command(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runCommand(args, env);
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

const as = (handle: string) => bearers[handle] ?? '';
const does = <Payload>(handle: string, name: string, input: object, selection: string) =>
  mutate<Payload>(api, as(handle), name, input, selection);

interface Comment {
  id: string;
  body: string | null;
  state: string;
  depth: number;
  upvoteCount: number;
  isByAuthor: boolean;
  hiddenReason: string | null;
  author: { handle: string } | null;
  mentions: { handle: string }[];
}

/** The thread of the paper as everybody sees it. */
async function thread(): Promise<Comment[]> {
  const query = `query ($id: ID!) { paper(id: $id) { comments(orderBy: { field: CREATED_AT, direction: ASC }) { nodes {
    id body state depth upvoteCount isByAuthor hiddenReason author { handle } mentions { handle }
  } } } }`;
  const { paper } = await api.data<{ paper: { comments: { nodes: Comment[] } } }>(query, { id: paperId });
  return paper.comments.nodes;
}

async function says(handle: string, body: string, parentId?: string): Promise<string> {
  const input = { paperId, body, ...(parentId && { parentId }) };
  return (await does<{ comment: { id: string } }>(handle, 'addComment', input, 'comment { id }')).comment.id;
}

let submissionId: string;
let paperId: string;
let question: string;
let answer: string;

describe('a day of the feed', () => {
  it('begins with a paper by its address, while arXiv is down and the API is killed', async () => {
    const usual = arxiv.answerTo;
    arxiv.answerTo = () => answering('', 503);
    const { submission } = await submit(api, 'https://arxiv.org/abs/2601.00002v2', as('ada'));
    expect(submission).toMatchObject({ state: 'PENDING', submittedBy: { handle: 'ada' } });
    submissionId = submission?.id ?? '';
    await until('arXiv is asked', () => Promise.resolve(arxiv.asked.length > 0));
    await server.stop('SIGKILL');

    arxiv.answerTo = usual;
    await startApi();
    // As if the time had come that the next attempt waits for.
    await database.database.pool.query(
      'update source_turns set next_at = now(); update submission_fetches set next_attempt_at = now()',
    );
    const listed = await until('the paper is listed', async () => {
      const found = await look(api, submissionId);
      return found?.state === 'LISTED' && found;
    });
    expect(listed).toMatchObject({ paper: { title: 'The paper 2601.00002' }, edition: { date: dayFromToday(0) } });
    paperId = listed.paper?.id ?? '';
  });

  it('shows it on the edition of today and among what is trending, and a second submission finds the first', async () => {
    const again = await submit(api, 'arxiv.org/pdf/2601.00002', as('bo'));
    expect(again).toMatchObject({
      wasSubmittedBefore: true,
      submission: { id: submissionId, submittedBy: { handle: 'ada' } },
    });
    const query = '{ edition { paperCount papers { nodes { id } } } trending(window: DAY) { nodes { id } } }';
    expect(await api.data(query)).toEqual({
      edition: { paperCount: 1, papers: { nodes: [{ id: paperId }] } },
      trending: { nodes: [{ id: paperId }] },
    });
  });

  it('has a thread with a mention, an edit, a vote and a deletion', async () => {
    question = await says('bo', 'What of **engines**, @ada?');
    answer = await says('ada', 'They wrok.', question);
    await does('ada', 'editComment', { commentId: answer, body: 'They work.' }, 'comment { editedAt }');
    await does('bo', 'upvoteComment', { commentId: answer }, 'comment { upvoteCount }');
    const aside = await says('bo', 'Never mind.', answer);
    await does('bo', 'deleteComment', { commentId: aside }, 'deletedId');

    expect(await thread()).toMatchObject([
      { id: question, depth: 0, author: { handle: 'bo' }, mentions: [{ handle: 'ada' }] },
      { id: answer, depth: 1, body: 'They work.', upvoteCount: 1, isByAuthor: false },
    ]);
    const query = 'query ($id: ID!) { node(id: $id) { ... on Comment { bodyHtml edits { nodes { body } } } } }';
    expect(await api.data(query, { id: answer })).toEqual({
      node: { bodyHtml: expect.stringContaining('They work.') as string, edits: { nodes: [{ body: 'They wrok.' }] } },
    });
  });

  it('verifies an author, who then speaks as one and edits links', async () => {
    const { paper } = await api.data<{ paper: { authors: { edges: { authorship: { id: string } }[] } } }>(
      'query ($id: ID!) { paper(id: $id) { authors(first: 1) { edges { authorship { id } } } } }',
      { id: paperId },
    );
    const authorshipId = paper.authors.edges[0]?.authorship.id;
    const claim = { authorshipId, evidence: 'My address is on it.' };
    const { claim: claimed } = await does<{ claim: { id: string } }>('bo', 'claimAuthorship', claim, 'claim { id }');
    const link = { paperId, url: 'https://github.com/bo/engines' };
    const add = 'mutation ($input: AddPaperLinkInput!) { addPaperLink(input: $input) { link { kind } } }';
    expect((await api.ask(add, { input: link }, as('bo'))).errors?.[0]?.extensions.code).toBe('FORBIDDEN');

    const waiting = await api.data('{ claims(state: PENDING) { nodes { id } } }', {}, as('mo'));
    expect(waiting).toEqual({ claims: { nodes: [{ id: claimed.id }] } });
    await does('mo', 'reviewClaim', { claimId: claimed.id, decision: 'VERIFY' }, 'claim { state }');
    expect((await thread()).map(({ isByAuthor }) => isByAuthor)).toEqual([true, false]);
    const { link: added } = await does<{ link: object }>(
      'bo',
      'addPaperLink',
      link,
      'link { kind addedBy { handle } }',
    );
    expect(added).toEqual({ kind: 'CODE', addedBy: { handle: 'bo' } });
    const withCode = await api.data('{ papers(filter: { hasCode: true }) { nodes { id } } }');
    expect(withCode).toEqual({ papers: { nodes: [{ id: paperId }] } });
  });

  it('has a comment hidden, for a reason that everybody reads', async () => {
    const score = async () =>
      (
        await api.data<{ paper: { trendingScore: number; commentCount: number } }>(
          'query ($id: ID!) { paper(id: $id) { trendingScore commentCount } }',
          { id: paperId },
        )
      ).paper;
    const before = await score();
    await does('mo', 'hideComment', { commentId: question, reason: 'Off topic.' }, 'comment { state }');
    expect(await thread()).toMatchObject([
      { id: question, state: 'HIDDEN', body: null, author: null, hiddenReason: 'Off topic.' },
      { id: answer, state: 'VISIBLE' },
    ]);
    const after = await score();
    expect([before.commentCount, after.commentCount]).toEqual([2, 1]);
    expect(after.trendingScore).toBeLessThan(before.trendingScore);
  });

  it('ends with the paper taken off its edition, which its submitter can read of', async () => {
    const input = { submissionId, reason: 'A duplicate.' };
    await does('mo', 'removeSubmission', input, 'submission { state }');
    expect(await look(api, submissionId, as('ada'))).toMatchObject({ state: 'REJECTED', rejection: 'A duplicate.' });
    const query = `{ edition(date: "${dayFromToday(0)}") { paperCount } trending(window: DAY) { nodes { id } } }`;
    expect(await api.data(query)).toMatchObject({ edition: { paperCount: 0 } });
  });
});
