import { forgetOldChanges } from '../../src/changes/retention.service';
import { recordChanges, type NewChange } from '../../src/changes/record-change';
import { nodeId } from '../../src/graphql/node';
import { statementsOf } from '../support/count-statements';
import { Fixtures, upTo } from '../support/fixtures';
import { startTestServer, type TestServer } from '../support/test-server';

interface ChangePage {
  changes: {
    nodes: { kind: string; subjectId: string }[];
    edges: { cursor: string; node: { subjectId: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string };
    headCursor: string;
  };
}

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const QUERY = `query($first: Int, $after: String, $kinds: [ChangeKind!]) {
  changes(first: $first, after: $after, kinds: $kinds) {
    nodes { kind subjectId }
    edges { cursor node { subjectId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    headCursor
  }
}`;

const paper = (number: number, more: Partial<NewChange> = {}): NewChange => ({
  kind: 'PAPER_CHANGED',
  subject: ['Paper', number],
  paperId: number,
  ...more,
});
const record = (...changes: NewChange[]) => recordChanges(server.database.pool, changes);
const idOf = (number: number) => nodeId('Paper', number);

async function page(variables: object = {}) {
  return (await server.data<ChangePage>(QUERY, variables)).changes;
}

async function errorOf(variables: object) {
  const { errors, data } = await server.ask(QUERY, variables);
  return { data, ...errors?.[0] };
}

describe('changes', () => {
  it('lists everything in the order of the stream, page after page', async () => {
    await record(...upTo(5).map((number) => paper(number)));
    const seen: string[] = [];
    let after: string | null = null;
    for (let isMore = true; isMore;) {
      const { nodes, edges, pageInfo } = await page({ first: 2, after });
      expect(edges.map(({ node }) => node.subjectId)).toEqual(nodes.map(({ subjectId }) => subjectId));
      expect(pageInfo).toMatchObject({
        hasPreviousPage: after !== null,
        startCursor: edges[0]?.cursor,
        endCursor: edges.at(-1)?.cursor,
      });
      seen.push(...nodes.map(({ subjectId }) => subjectId));
      ({ hasNextPage: isMore, endCursor: after } = pageInfo);
    }
    expect(seen).toEqual(upTo(5).map(idOf));
  });

  it('has an end from which to go on, also where there is nothing yet', async () => {
    const empty = await page();
    expect(empty).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, startCursor: null } });
    expect(empty.pageInfo.endCursor).toBe(empty.headCursor);
    await record(paper(1));
    const next = await page({ after: empty.headCursor });
    expect(next.nodes).toEqual([{ kind: 'PAPER_CHANGED', subjectId: idOf(1) }]);
    expect(await page({ after: next.pageInfo.endCursor })).toMatchObject({
      nodes: [],
      pageInfo: { endCursor: next.pageInfo.endCursor },
    });
  });

  it('says where the head is without reading a page', async () => {
    await record(paper(1), paper(2));
    const { headCursor, pageInfo } = await page({ first: 0 });
    expect(pageInfo.hasNextPage).toBe(true);
    expect((await page({ after: headCursor })).nodes).toEqual([]);
    expect((await page({ after: pageInfo.endCursor })).nodes).toHaveLength(2);
  });

  it('keeps to the kinds that are asked for, by cursors of one stream', async () => {
    await record(paper(1), paper(2, { kind: 'PAPER_ADDED' }), paper(3), paper(4, { kind: 'PAPER_ADDED' }));
    const added = await page({ kinds: ['PAPER_ADDED'], first: 1 });
    expect(added.nodes).toEqual([{ kind: 'PAPER_ADDED', subjectId: idOf(2) }]);
    expect(added.pageInfo.hasNextPage).toBe(true);
    const others = await page({ after: added.pageInfo.endCursor });
    expect(others.nodes.map(({ subjectId }) => subjectId)).toEqual([idOf(3), idOf(4)]);
    expect((await page({ kinds: [] })).nodes).toHaveLength(4);
  });

  it('looks at so many changes for a page and no more, and moves on all the same', async () => {
    await record(...upTo(1_500).map((number) => paper(number)));
    await record(paper(9_999, { kind: 'PAPER_ADDED' }));
    const first = await page({ kinds: ['PAPER_ADDED'] });
    expect(first).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true, startCursor: null } });
    const second = await page({ kinds: ['PAPER_ADDED'], after: first.pageInfo.endCursor });
    expect(second).toMatchObject({ nodes: [{ subjectId: idOf(9_999) }], pageInfo: { hasNextPage: false } });
  });

  it('shows who did it, what it is about and what that became, as they are now', async () => {
    const fixtures = new Fixtures(server.database);
    const [one = 0, gone = 0] = await fixtures.papers([{ title: 'Attention' }, { title: 'Attention, again' }]);
    const [user = 0] = await fixtures.users(['ada']);
    await record(paper(one, { kind: 'PAPER_UPVOTED', actorId: user }), paper(gone, { kind: 'PAPER_MERGED' }));
    await server.database.pool.query(`
      update changes set merged_into = '${one}' where kind = 'PAPER_MERGED';
      delete from papers where id = ${gone}`);
    const { changes } = await server.data<{ changes: object }>(`{
      changes { nodes { kind actor { handle } subject { ... on Paper { title } } subjectId mergedInto { id } } }
    }`);
    expect(changes).toEqual({
      nodes: [
        {
          kind: 'PAPER_UPVOTED',
          actor: { handle: 'ada' },
          subject: { title: 'Attention' },
          subjectId: idOf(one),
          mergedInto: null,
        },
        { kind: 'PAPER_MERGED', actor: null, subject: null, subjectId: idOf(gone), mergedInto: { id: idOf(one) } },
      ],
    });
  });

  it.each([1, 100])('takes as many statements for %d changes', async (size) => {
    const fixtures = new Fixtures(server.database);
    const papers = await fixtures.papers(upTo(100).map(() => ({})));
    const users = await fixtures.users(upTo(100).map((number) => `user-${number}`));
    await record(...papers.map((id, index) => paper(id, { actorId: users[index]! })));
    const statements = await statementsOf(() =>
      server.data(`{ changes(first: ${size}) { nodes { actor { id } subject { id } } headCursor } }`),
    );
    expect(statements).toHaveLength(3);
  });

  it.each([
    ['an empty one', ''],
    ['nonsense', 'nonsense'],
    ['one of another list', 'WyJhYmNkZWZnaCIsMV0'],
  ])('refuses %s as a cursor', async (_, after) => {
    expect(await errorOf({ after })).toMatchObject({
      data: { changes: null },
      extensions: { code: 'BAD_USER_INPUT', argument: 'after' },
    });
  });

  it('says of a cursor whose changes are not kept that it expired, and what to do', async () => {
    await record(paper(1));
    const { endCursor } = (await page()).pageInfo;
    await record(paper(2));
    await server.database.pool.query(`update changes set occurred_at = now() - interval '40 days'`);
    await forgetOldChanges(server.database, 30);
    const { message, extensions } = await errorOf({ after: endCursor });
    expect(extensions?.code).toBe('CURSOR_EXPIRED');
    expect(message).toContain('headCursor');
  });

  it('tells of a vote on a paper of an edition by the day of that edition', async () => {
    const fixtures = new Fixtures(server.database);
    const [listed = 0, other = 0] = await fixtures.papers([{}, {}]);
    await fixtures.listings([{ paper: listed, date: '2025-12-10' }]);
    const token = await server.signUp('ada');
    const vote = 'mutation($id: ID!) { upvotePaper(input: { paperId: $id }) { paper { upvoteCount } } }';
    for (const id of [listed, other]) await server.data(vote, { id: idOf(id) }, token);
    const { rows } = await server.database.pool.query('select paper_id, edition_date from changes order by id');
    expect(rows).toEqual([
      { paper_id: listed, edition_date: '2025-12-10' },
      { paper_id: other, edition_date: null },
    ]);
  });
});
