import { nodeId } from '../../src/graphql/node';
import { setUserRole } from '../../src/users/user.service';
import { Fixtures, idsOf } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { whileLocked } from '../support/lock-waiters';
import { startTestServer, TestServer } from '../support/test-server';
import { vote } from '../votes/vote-client';

let server: TestServer;
let fixtures: Fixtures;
let ada: string;
let papers: number[];
beforeEach(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
  ada = await server.signUp('ada', ['write']);
  papers = await fixtures.papers(Array.from({ length: 6 }, () => ({ importedUpvotes: 2, importedComments: 1 })));
});
afterEach(async () => {
  await expectCountsToHold(server.database);
  await server.close();
});

interface Deleted {
  deleteAccount: { deletedId: string | null; userErrors: { code: string; message: string; path: string[] | null }[] };
}

const DELETE = `mutation ($handle: String!) {
  deleteAccount(input: { handle: $handle }) { deletedId userErrors { code message path } }
}`;
const remove = (token: string, handle: string) => server.ask<Deleted>(DELETE, { handle }, token);
const rows = async <Row extends object>(sql: string) => (await server.database.pool.query<Row>(sql)).rows;

describe('deleteAccount', () => {
  it('takes votes back, leaves stubs of comments and submissions of nobody, and records it', async () => {
    const [paper = 0, other = 0] = papers;
    const bo = (await fixtures.users(['bo']))[0] ?? 0;
    await fixtures.upvotes([
      { paper, user: 1 },
      { paper: other, user: 1 },
      { paper, user: bo },
    ]);
    const [first = 0, hidden = 0] = await fixtures.comments([
      { paper, author: 1, body: 'Mine.' },
      { paper, author: 1, body: 'Rude.', state: 'HIDDEN', hiddenReason: 'Rude.' },
      { paper, author: bo, body: 'Not mine.' },
    ]);
    const [reply = 0] = await fixtures.comments([{ paper, author: bo, parent: first, depth: 1, body: 'A reply.' }]);
    const [listing = 0] = await fixtures.listings([{ paper, date: '2025-01-01', submittedBy: 1 }]);
    await fixtures.links([{ paper, url: 'https://example.org/code', addedBy: 1 }]);

    expect(await remove(ada, 'Ada')).toEqual({
      data: { deleteAccount: { deletedId: nodeId('User', 1), userErrors: [] } },
    });

    const stub = '... on Comment { state body hiddenReason author { handle } replies { nodes { id body } } }';
    const query = `{
      user(handle: "ada") { id }
      node(id: "${nodeId('User', 1)}") { id }
      paper(id: "${nodeId('Paper', paper)}") { upvoteCount commentCount upvotes { nodes { handle } } comments { totalCount } links { addedBy { handle } } }
      first: node(id: "${nodeId('Comment', first)}") { ${stub} }
      hidden: node(id: "${nodeId('Comment', hidden)}") { ${stub} }
      listing: node(id: "${nodeId('Submission', listing)}") { ... on Submission { state submittedBy { handle } } }
    }`;
    const gone = { state: 'DELETED', body: null, hiddenReason: null, author: null };
    expect(await server.data(query)).toEqual({
      user: null,
      node: null,
      paper: {
        upvoteCount: 3,
        commentCount: 3,
        upvotes: { nodes: [{ handle: 'bo' }] },
        comments: { totalCount: 4 },
        links: [{ addedBy: null }],
      },
      first: { ...gone, replies: { nodes: [{ id: nodeId('Comment', reply), body: 'A reply.' }] } },
      hidden: { ...gone, replies: { nodes: [] } },
      listing: { state: 'LISTED', submittedBy: null },
    });
    expect(await rows('select kind, actor_id, subject_id, paper_id from changes order by kind, id')).toEqual([
      { kind: 'COMMENT_DELETED', actor_id: null, subject_id: `${first}`, paper_id: paper },
      { kind: 'COMMENT_DELETED', actor_id: null, subject_id: `${hidden}`, paper_id: paper },
      { kind: 'PAPER_UPVOTE_REMOVED', actor_id: null, subject_id: `${paper}`, paper_id: paper },
      { kind: 'PAPER_UPVOTE_REMOVED', actor_id: null, subject_id: `${other}`, paper_id: other },
      { kind: 'USER_DELETED', actor_id: null, subject_id: '1', paper_id: null },
    ]);
    expect(await rows(`select body from comments where body like 'Mine%' or body like 'Rude%'`)).toEqual([]);
  });

  it('takes the history, the mentions and the votes of comments along', async () => {
    const [paper = 0] = papers;
    const bo = (await fixtures.users(['bo']))[0] ?? 0;
    const [mine = 0, other = 0] = await fixtures.comments([
      { paper, author: 1, body: 'Mine.' },
      { paper, author: bo, body: 'Not mine.' },
    ]);
    await fixtures.commentUpvotes([
      { comment: mine, user: bo },
      { comment: other, user: 1 },
      { comment: other, user: bo },
    ]);
    await fixtures.commentEdits([{ comment: mine }, { comment: other }]);
    await fixtures.mentions([
      { comment: mine, user: bo },
      { comment: other, user: 1 },
    ]);
    await remove(ada, 'ada');
    expect(await rows('select id, upvote_count from comments order by id')).toEqual([
      { id: mine, upvote_count: 0 },
      { id: other, upvote_count: 1 },
    ]);
    expect(await rows('select comment_id, user_id from comment_upvotes')).toEqual([{ comment_id: other, user_id: bo }]);
    expect(await rows('select comment_id from comment_edits')).toEqual([{ comment_id: other }]);
    expect(await rows('select * from comment_mentions')).toEqual([]);
    expect(await rows(`select actor_id, subject_id from changes where kind = 'COMMENT_UPVOTE_REMOVED'`)).toEqual([
      { actor_id: null, subject_id: `${other}` },
    ]);
  });

  it('ends the tokens at once, and frees the handle', async () => {
    await remove(ada, 'ada');
    const { errors } = await server.ask('{ viewer { id } }', {}, ada);
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    await server.signUp('ada');
  });

  it('takes the handle to confirm it, and does nothing without', async () => {
    await fixtures.upvotes([{ paper: papers[0] ?? 0, user: 1 }]);
    for (const handle of ['', 'bo', 'ada ']) {
      const { data } = await remove(ada, handle);
      const message = `${JSON.stringify(handle)} is not your handle; deleting an account takes the handle "ada" to confirm it.`;
      expect(data?.deleteAccount).toEqual({
        deletedId: null,
        userErrors: [{ code: 'NOT_CONFIRMED', message, path: ['input', 'handle'] }],
      });
    }
    expect(await rows('select 1 from upvotes')).toHaveLength(1);
    expect(await rows('select 1 from changes')).toEqual([]);
  });

  it('is not there where a part of it cannot be written', async () => {
    await fixtures.upvotes([{ paper: papers[0] ?? 0, user: 1 }]);
    await server.database.pool.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger refuse before delete on users execute function refuse();`);
    expect((await remove(ada, 'ada')).errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(await rows('select 1 from upvotes')).toHaveLength(1);
    expect(await rows('select 1 from changes')).toEqual([]);
    await server.database.pool.query('drop function refuse cascade');
  });

  it('leaves nobody who could act in the same request', async () => {
    const [id = ''] = idsOf('Paper', papers);
    const { data, errors } = await server.ask(
      `mutation {
        deleteAccount(input: { handle: "ada" }) { deletedId }
        upvotePaper(input: { paperId: "${id}" }) { paper { id } }
        updateProfile(input: { name: "Ghost" }) { user { name } }
        again: deleteAccount(input: { handle: "ada" }) { deletedId }
      }`,
      {},
      ada,
    );
    const deleted = { deletedId: nodeId('User', 1) };
    expect(data).toEqual({ deleteAccount: deleted, upvotePaper: null, updateProfile: null, again: deleted });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
  });
});

describe('the last admin', () => {
  it('stays, until somebody else is one', async () => {
    await setUserRole(server.database, 'ada', 'ADMIN');
    expect((await remove(ada, 'ada')).data?.deleteAccount).toMatchObject({
      deletedId: null,
      userErrors: [{ code: 'LAST_ADMIN', path: null }],
    });
    await server.signUp('bo');
    await setUserRole(server.database, 'bo', 'ADMIN');
    expect((await remove(ada, 'ada')).data?.deleteAccount.userErrors).toEqual([]);
  });

  it('is one of those who go at the same time', async () => {
    const tokens: Record<string, string> = {};
    for (const handle of ['eve', 'ivy', 'joy', 'kay']) {
      tokens[handle] = await server.signUp(handle, ['write']);
      await setUserRole(server.database, handle, 'ADMIN');
    }
    const answers = await Promise.all(Object.entries(tokens).map(([handle, token]) => remove(token, handle)));
    const codes = answers.flatMap(({ data }) => data?.deleteAccount.userErrors.map(({ code }) => code) ?? ['none']);
    expect(codes).toEqual(['LAST_ADMIN']);
    expect(await rows(`select 1 from users where role = 'ADMIN'`)).toHaveLength(1);
  });
});

describe('a person who goes while they vote', () => {
  it('waits for no vote that comes too late: it is of nobody', async () => {
    const [first = '', second = ''] = idsOf('Paper', papers);
    await vote(server, 'upvotePaper', first, ada);
    let gone: ReturnType<typeof remove> | undefined;
    let late: ReturnType<typeof vote> | undefined;
    // Stops the deletion after the votes, at the comments.
    await whileLocked(server.database, 'comments', async (until) => {
      gone = remove(ada, 'ada');
      await until(1);
      late = vote(server, 'upvotePaper', second, ada);
      await until(2);
    });
    expect((await gone)?.data?.deleteAccount.userErrors).toEqual([]);
    expect((await late)?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await rows('select 1 from upvotes')).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5])('leaves counts that are true, time %i', async () => {
    const ids = idsOf('Paper', papers);
    const bo = await server.signUp('bo');
    await Promise.all(ids.map((id) => vote(server, 'upvotePaper', id, ada)));
    const others = ids.flatMap((id) => [
      vote(server, 'removePaperUpvote', id, ada),
      vote(server, 'upvotePaper', id, ada),
      vote(server, 'upvotePaper', id, bo),
    ]);
    const gone = remove(ada, 'ada');
    const codes = (await Promise.all(others)).flatMap(({ errors = [] }) =>
      errors.map(({ extensions }) => extensions.code),
    );
    expect(new Set([...codes, 'UNAUTHENTICATED'])).toEqual(new Set(['UNAUTHENTICATED']));
    expect((await gone).data?.deleteAccount.userErrors).toEqual([]);
    expect(await rows('select paper_id from upvotes where user_id = 1')).toEqual([]);
    expect(await rows(`select 1 from paper_stats where upvote_count = 3`)).toHaveLength(ids.length);
  });
});
