import { nodeId } from '../../src/graphql/node';
import { buildTown, Town } from '../support/town';
import { FORWARD_ONLY, listQueries } from './list-queries';
import { ListQuery, pageOf } from './pages-of';

let town: Town;
beforeAll(async () => {
  town = await buildTown();
});
afterAll(() => town.server.close());

const papers: ListQuery = (list) => `{ ${list('papers')} }`;
const FIELDS = Object.keys(
  listQueries({ ids: { paper: '', author: '', authorship: '', user: '', comment: '', edition: '', webhook: '' } }),
);

async function errorOf(query: ListQuery, args: string) {
  const text = query((field, own = '') => `list: ${field}(${args} ${own}) { pageInfo { endCursor } }`);
  const { errors } = await town.server.ask(text, {}, town.token);
  return errors?.[0];
}

async function expectRefused(query: ListQuery, args: string, argument: string, message: RegExp): Promise<void> {
  const error = await errorOf(query, args);
  expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  expect(error?.message).toMatch(message);
}

describe('the size of a page', () => {
  it('is 20 where neither end is named, and where both are null', async () => {
    expect((await pageOf(town.server, papers, 'after: null')).nodes).toHaveLength(20);
    expect((await pageOf(town.server, papers, 'first: null, last: null')).nodes).toHaveLength(20);
  });

  it('is counted from the other end where `last` alone is given', async () => {
    const whole = await pageOf(town.server, papers, 'first: 100');
    expect((await pageOf(town.server, papers, 'first: null, last: 2')).edges).toEqual(whole.edges.slice(-2));
  });

  it('may be 0, which still tells whether there is more', async () => {
    const nothing = { startCursor: null, endCursor: null };
    const first = await pageOf(town.server, papers, 'first: 0');
    expect(first).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { ...nothing, hasNextPage: true, hasPreviousPage: false },
    });
    const last = await pageOf(town.server, papers, 'last: 0');
    expect(last).toEqual({ edges: [], nodes: [], pageInfo: { ...nothing, hasNextPage: false, hasPreviousPage: true } });
  });

  it.each([
    ['first: 101', 'first', /"first" is 101; it takes a number from 0 to 100/],
    ['last: 101', 'last', /"last" is 101/],
    ['first: -1', 'first', /"first" is -1/],
    ['last: -1', 'last', /"last" is -1/],
    ['first: 1, last: 1', 'last', /"first" \(1\) and "last" \(1\) were both given/],
  ])('refuses %s', async (args, argument, message) => {
    await expectRefused(papers, args, argument, message);
  });

  it.each(FIELDS)('is checked by %s', async (field) => {
    for (const query of listQueries(town)[field]?.queries ?? []) {
      await expectRefused(query, 'first: 101', 'first', /0 to 100/);
      await expectRefused(query, 'first: -1', 'first', /0 to 100/);
      if (FORWARD_ONLY.includes(field)) continue;
      await expectRefused(query, 'last: -1', 'last', /0 to 100/);
      await expectRefused(query, 'first: 1, last: 1', 'last', /both/);
    }
  });
});

/** The cursor with its values put through a change, under the same fingerprint. */
function forged(cursor: string | undefined, change: (values: unknown[]) => unknown[]): string {
  const [owner, ...values] = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString()) as unknown[];
  return Buffer.from(JSON.stringify([owner, ...change(values)])).toString('base64url');
}

describe('a cursor', () => {
  it.each(FIELDS)('that is empty, malformed or of another list is refused by %s', async (field) => {
    const stranger = field === 'Query.editions' ? papers : listQueries(town)['Query.editions']?.queries[0];
    const foreign = stranger && (await pageOf(town.server, stranger, 'first: 1')).pageInfo.endCursor;
    const [query] = listQueries(town)[field]?.queries ?? [];
    for (const cursor of ['', 'nonsense', '!', 'W10', 'e30', 'bnVsbA', foreign]) {
      for (const argument of FORWARD_ONLY.includes(field) ? ['after'] : ['after', 'before']) {
        await expectRefused(query ?? papers, `${argument}: "${cursor}"`, argument, /cursor/);
      }
    }
  });

  it.each(FIELDS)('with values of other types is refused by %s, not passed to the database', async (field) => {
    const [query = papers] = listQueries(town)[field]?.queries ?? [];
    const { endCursor } = (await pageOf(town.server, query, 'first: 1', town.token)).pageInfo;
    const changes: ((values: unknown[]) => unknown[])[] = [
      (values) => values.map(() => null),
      (values) => values.map(() => ({ a: 1 })),
      (values) => values.map(() => 1.5),
      (values) => values.map(() => 2 ** 60),
      (values) => values.map((value) => (typeof value === 'number' ? 'x' : 7)),
      (values) => [...values, 1],
      (values) => values.slice(1),
    ];
    for (const change of changes) {
      await expectRefused(
        query,
        `after: "${forged(endCursor ?? '', change)}"`,
        'after',
        /another list, order or filter/,
      );
    }
  });

  it.each(['0000-01-01', '2025-02-30', '-0001-01-01', 'yesterday', '2025-01-01\0'])(
    'with the day %j is refused',
    async (day) => {
      const { endCursor } = (await pageOf(town.server, papers, 'first: 1')).pageInfo;
      await expectRefused(papers, `after: "${forged(endCursor ?? '', ([, id]) => [day, id])}"`, 'after', /cursor/);
    },
  );

  it.each(['0000-01-01T00:00:00.000Z', '2025-01-01T25:00:00.000Z', '2025-01-01', 'now'])(
    'with the instant %j is refused',
    async (instant) => {
      const byTime: ListQuery = (list) => `{ ${list('papers', 'orderBy: { field: CREATED_AT }')} }`;
      const { endCursor } = (await pageOf(town.server, byTime, 'first: 1')).pageInfo;
      await expectRefused(byTime, `after: "${forged(endCursor ?? '', ([, id]) => [instant, id])}"`, 'after', /cursor/);
    },
  );

  it('is refused in another order, direction, filter or below another parent', async () => {
    const ordered =
      (args: string): ListQuery =>
      (list) =>
        `{ ${list('papers', args)} }`;
    const { endCursor } = (await pageOf(town.server, papers, 'first: 1')).pageInfo;
    const others = [
      ordered('orderBy: { field: UPVOTES }'),
      ordered('orderBy: { field: PUBLISHED_ON, direction: ASC }'),
      ordered('filter: { hasCode: true }'),
      listQueries(town)['Author.papers']?.queries[1] ?? papers,
    ];
    for (const other of others)
      await expectRefused(other, `after: "${endCursor}"`, 'after', /another list, order or filter/);

    const authorsOf = (paper: number): ListQuery => {
      return (list) => `{ paper(id: "${nodeId('Paper', paper)}") { ${list('authors')} } }`;
    };
    const [one = 0, another = 0] = town.papers;
    const authors = await pageOf(town.server, authorsOf(one), 'first: 1');
    await expectRefused(authorsOf(another), `after: "${authors.pageInfo.endCursor}"`, 'after', /another list/);
  });

  it('serves equal requests however they are spelled', async () => {
    const { endCursor } = (await pageOf(town.server, papers, 'first: 1')).pageInfo;
    const rest = await pageOf(town.server, papers, `first: 3, after: "${endCursor}"`);
    for (const args of [
      'filter: null, orderBy: null',
      'filter: {}, orderBy: { field: PUBLISHED_ON }',
      'filter: { categories: [], hasCode: null, publishedOn: { from: null } }, orderBy: { direction: DESC, field: PUBLISHED_ON }',
    ]) {
      const again = await pageOf(
        town.server,
        (list) => `{ ${list('papers', args)} }`,
        `first: 3, after: "${endCursor}"`,
      );
      expect(again).toEqual(rest);
    }
  });
});
