import { getNamedType, GraphQLObjectType } from 'graphql';
import { apiSchema } from '../../src/schema';
import { buildTown, Town } from '../support/town';
import { FORWARD_ONLY, listQueries, STREAM } from './list-queries';
import { idsOnPages, ListPage, ListQuery, pageOf, pagesBackwards, pagesForwards } from './pages-of';

const FIELDS = Object.keys(
  listQueries({ ids: { paper: '', author: '', authorship: '', user: '', comment: '', edition: '', webhook: '' } }),
);
const BOTH_WAYS = FIELDS.filter((field) => !FORWARD_ONLY.includes(field));

let town: Town;
beforeAll(async () => {
  town = await buildTown();
});
afterAll(() => town.server.close());

function expectSoundPage(page: ListPage): void {
  expect(page.edges.map((edge) => edge.node)).toEqual(page.nodes);
  expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null);
  expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null);
}

async function expectPagesToMakeUp(whole: ListPage, field: string, query: ListQuery, size: number): Promise<void> {
  const forwards = await pagesForwards(town.server, query, size, town.token);
  const ways = [forwards];
  if (!FORWARD_ONLY.includes(field)) {
    ways.push((await pagesBackwards(town.server, query, size, town.token)).reverse());
  }
  for (const pages of ways) {
    pages.forEach(expectSoundPage);
    expect(pages.flatMap((page) => page.edges)).toEqual(whole.edges);
    expect(pages).toHaveLength(Math.ceil(whole.edges.length / size));
    expect(pages.map((page) => page.pageInfo.hasNextPage)).toEqual(pages.map((page) => page !== pages.at(-1)));
    expect(pages.map((page) => page.pageInfo.hasPreviousPage)).toEqual(pages.map((page) => page !== pages[0]));
  }
}

describe('every list', () => {
  it('is paged through below', () => {
    const types = Object.values(apiSchema().getTypeMap()).filter((type) => type instanceof GraphQLObjectType);
    const lists = types.flatMap((type) =>
      Object.values(type.getFields())
        .filter(
          (field) => /Connection$/.test(getNamedType(field.type).name) && getNamedType(field.type).name !== STREAM,
        )
        .map((field) => `${type.name}.${field.name}`),
    );
    expect(FIELDS.sort()).toEqual(lists.sort());
  });

  it.each(FIELDS)('%s gives the same list forwards and backwards, in pages of any size', async (field) => {
    const list = listQueries(town)[field];
    for (const query of list?.queries ?? []) {
      const whole = await pageOf(town.server, query, 'first: 100', town.token);
      expect(whole.nodes).toHaveLength(list?.length ?? NaN);
      expect(new Set(idsOnPages([whole])).size).toBe(whole.nodes.length);
      expect(new Set(whole.edges.map((edge) => edge.cursor)).size).toBe(whole.nodes.length);
      for (const size of [1, 2, 3, 7]) await expectPagesToMakeUp(whole, field, query, size);
    }
  });

  it.each(FIELDS)('%s counts what it lists, exactly', async (field) => {
    const list = listQueries(town)[field];
    const [query] = list?.queries ?? [];
    const text = query?.((name) => `list: ${name} { totalCount totalCountIsLowerBound }`) ?? '';
    const answer = JSON.stringify(await town.server.data(text, {}, town.token));
    expect(answer).toContain(`"list":{"totalCount":${list?.length},"totalCountIsLowerBound":false}`);
  });

  it.each(BOTH_WAYS)('%s shows what lies between two cursors, and only that', async (field) => {
    const [query] = listQueries(town)[field]?.queries ?? [];
    if (!query) throw new Error(`${field} has no query.`);
    const whole = await pageOf(town.server, query, 'first: 100', town.token);
    const cursors = `after: "${whole.edges[1]?.cursor}", before: "${whole.edges[6]?.cursor}"`;
    const all = await pageOf(town.server, query, `first: 4, ${cursors}`, town.token);
    expect(all.edges).toEqual(whole.edges.slice(2, 6));
    expect(all.pageInfo.hasNextPage).toBe(false);
    const head = await pageOf(town.server, query, `first: 3, ${cursors}`, town.token);
    expect(head.edges).toEqual(whole.edges.slice(2, 5));
    expect(head.pageInfo.hasNextPage).toBe(true);
    const tail = await pageOf(town.server, query, `last: 3, ${cursors}`, town.token);
    expect(tail.edges).toEqual(whole.edges.slice(3, 6));
    expect(tail.pageInfo.hasPreviousPage).toBe(true);
  });
});
