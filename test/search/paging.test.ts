import { randomNumbers } from '../support/random-numbers';
import { type Found, Library } from './search-client';

const WORDS = 'graph neural network sparse attention diffusion image speech policy reward kernel prior'.split(' ');

/** Papers of random words, the same ones each time; the first words come often. */
function papersOf(count: number, seed: number) {
  const below = randomNumbers(seed);
  const words = (length: number) => Array.from({ length }, () => WORDS[below(1 + below(WORDS.length))]).join(' ');
  return Array.from({ length: count }, (_, number) => ({
    title: `${words(3)} ${seed}x${number}`,
    abstract: words(10 + below(20)),
    categories: [below(2) === 0 ? 'cs.LG' : 'cs.CV'],
    publishedOn: `20${10 + below(10)}-01-01`,
  }));
}

let library: Library;
beforeAll(async () => {
  library = await Library.open();
  await library.add(papersOf(300, 1));
});
afterAll(() => library.close());

type Between = (page: number) => Promise<void>;

async function readAll(
  query: string,
  args: string,
  between: Between = () => Promise.resolve(),
): Promise<Found['edges']> {
  const edges: Found['edges'] = [];
  let after = '';
  for (let page = 0; ; page++) {
    const found = await library.search(query, `first: 23 ${args} ${after && `after: "${after}"`}`);
    edges.push(...found.edges);
    if (!found.pageInfo.hasNextPage) return edges;
    after = found.pageInfo.endCursor ?? '';
    await between(page);
  }
}

const idsOf = (edges: Found['edges']) => edges.map(({ node }) => node.id);

describe('the pages of a search', () => {
  it.each([
    ['RELEVANCE', 'graph attention images with sparse kernels'],
    ['RELEVANCE', 'diffusion'],
    ['PUBLISHED_ON', 'graph attention'],
    ['CREATED_AT', 'sparse reward'],
  ])('by %s hold each paper once, and what one large page begins with', async (field, query) => {
    for (const direction of ['DESC', 'ASC']) {
      const order = `orderBy: { field: ${field}, direction: ${direction} }`;
      const edges = await readAll(query, order);
      const whole = await library.search(query, `first: 100 ${order}`);
      expect(edges).toHaveLength(whole.totalCount);
      expect(new Set(idsOf(edges)).size).toBe(edges.length);
      expect(edges.slice(0, 100)).toEqual(whole.edges.map((edge, at) => ({ ...edge, cursor: edges[at]?.cursor })));
    }
  });

  it('are the other way round in the other direction', async () => {
    const [best, worst] = await Promise.all(
      ['DESC', 'ASC'].map((direction) =>
        readAll('sparse graphs', `orderBy: { field: RELEVANCE, direction: ${direction} }`),
      ),
    );
    expect(idsOf(worst ?? [])).toEqual(idsOf(best ?? []).reverse());
  });

  it('neither repeat nor miss a paper while others are imported, though that changes what every word is worth', async () => {
    const query = 'policy gradients with sparse rewards and priors';
    const before = await readAll(query, '');
    let first = 1000;
    const during = await readAll(query, '', async (page) => {
      const more = papersOf(40, 100 + page).map((paper) => ({
        ...paper,
        abstract: `policy policy reward ${paper.abstract}`,
      }));
      await library.add(more, first);
      first += 40;
    });
    const known = new Set(idsOf(before));
    expect(idsOf(during).filter((id) => known.has(id))).toEqual(idsOf(before));
    expect(new Set(idsOf(during)).size).toBe(during.length);
    const scores = new Map(before.map(({ node, score }) => [node.id, score]));
    expect(during.filter(({ node }) => known.has(node.id)).map(({ node, score }) => [node.id, score])).toEqual([
      ...scores,
    ]);
    expect((await library.search(query)).edges[0]?.score).not.toBe(before[0]?.score);
  });

  it('go on with the text that was corrected on the first one', async () => {
    const typed = await readAll('difusion images', '');
    expect(idsOf(typed)).toEqual(idsOf(await readAll('diffusion images', '')));
    const first = await library.search('difusion images', 'first: 2');
    const next = await library.search('difusion images', `first: 2 after: "${first.pageInfo.endCursor}"`);
    expect(next.didYouMean).toBe('diffusion images');
  });

  it('go on behind a paper whose title the query is', async () => {
    const [{ node }] = (await library.search('graph')).edges as [Found['edges'][number]];
    const found = await library.search(node.title, 'first: 1');
    expect(found.nodes[0]?.id).toBe(node.id);
    expect(found.pageInfo.hasNextPage).toBe(true);
  });
});

describe('a cursor', () => {
  const forged = (values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

  it('belongs to its query, mode, order and filter', async () => {
    const { pageInfo } = await library.search('graph', 'first: 1');
    const after = `after: "${pageInfo.endCursor}"`;
    for (const [query, args] of [
      ['graphs', ''],
      ['graph', 'orderBy: { field: UPVOTES }'],
      ['graph', 'orderBy: { field: RELEVANCE, direction: ASC }'],
      ['graph', 'filter: { categories: ["cs.LG"] }'],
      ['graph', 'mode: HYBRID'],
    ] as const) {
      expect(await library.errorOf(query, `${args} ${after}`)).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    expect((await library.search('graph', after)).nodes.length).toBeGreaterThan(0);
  });

  it('is refused in a sentence where somebody made it up, and costs no more than any', async () => {
    const { pageInfo } = await library.search('graph', 'first: 1');
    const [owner, plan, corrected, mode, score, id] = JSON.parse(
      Buffer.from(pageInfo.endCursor ?? '', 'base64url').toString(),
    ) as [string, string, string, string, number, number];
    const refused = { code: 'BAD_USER_INPUT', message: expect.stringContaining('"after"') as string };
    for (const values of [
      [owner, 'AAAAAA', corrected, mode, score, id],
      [owner, Buffer.alloc(3 + 12 * 300).toString('base64url'), corrected, mode, score, id],
      [owner, Buffer.alloc(3 + 12, 255).toString('base64url'), corrected, mode, score, id],
      [owner, plan, corrected, 'toString', score, id],
      [owner, plan, 'x'.repeat(5000), mode, score, id],
      [owner, plan, corrected, mode, 'high', id],
    ]) {
      expect(await library.errorOf('graph', `after: "${forged(values)}"`)).toEqual(refused);
    }
    const everything = Buffer.alloc(3 + 12 * 250);
    for (let at = 3; at < everything.length; at += 12) everything.writeFloatLE(1, at + 8);
    const answer = await library.search(
      'graph',
      `after: "${forged([owner, everything.toString('base64url'), '', mode, 9e5, id])}"`,
    );
    expect(answer.modeUsed).toBe('LEXICAL');
  });
});
