import { encodeCursor, listFingerprint } from '../../src/paging/cursor';
import { nodeId } from '../../src/graphql/node';
import { statementsOf } from '../support/count-statements';
import { Fixtures, upTo } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { randomNumbers } from '../support/random-numbers';
import { startTestServer, TestServer } from '../support/test-server';

/** How many authors papers have: around the largest page, and what is kept beside a paper. */
const SIZES = [0, 1, 2, 7, 99, 100, 101, 102, 230];

let server: TestServer;
let papers: number[];
/** Its second position is empty. */
let gapped: number;
beforeAll(async () => {
  server = await startTestServer();
  const fixtures = new Fixtures(server.database);
  papers = await fixtures.papers([
    ...SIZES.map((size) => ({ title: `Of ${size}`, publishedOn: '2025-02-01' })),
    { title: 'With a gap', publishedOn: '2025-01-01' },
  ]);
  const authors = await fixtures.authors(upTo(230).map((number) => ({ name: `Author "${number}" \\ é 作` })));
  await fixtures.authorships(
    papers.flatMap((paper, at) => authors.slice(0, [...SIZES, 3][at]).map((author) => ({ paper, author }))),
  );
  gapped = papers.at(-1)!;
  await expectCountsToHold(server.database);
  await server.database.pool.query('delete from authorships where paper_id = $1 and position = 2', [gapped]);
});
afterAll(() => server.close());

const shown = (onNode = '') => `{
  totalCount totalCountIsLowerBound pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  edges { __typename position cursor node { __typename name ${onNode} } } nodes { name }
}`;
const SIGNATURE = '($id: ID!, $first: Int, $last: Int, $after: String, $before: String)';
const PAGE = '(first: $first, last: $last, after: $after, before: $before)';
const BY_NAMES = `query ${SIGNATURE} { paper(id: $id) { authors${PAGE} ${shown()} } }`;
const BY_ROWS = `query ${SIGNATURE} { paper(id: $id) { authors${PAGE} ${shown('orcid')} } }`;

/** The answer or the refusal, without what differs: the ORCID iD, and the number of the request. */
async function pageBy(query: string, variables: object): Promise<unknown> {
  const { data, errors } = await server.ask<{ paper: unknown }>(query, variables);
  const refusals = errors?.map(({ message, path, extensions: { code, argument } }) => [message, path, code, argument]);
  const text = JSON.stringify({ paper: data?.paper, refusals });
  return JSON.parse(text.replaceAll(',"orcid":null', '')) as unknown;
}

interface Paging {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

const cursorOf = (paper: number, position: number, list = 'Paper.authors') =>
  encodeCursor(listFingerprint(list, paper), [position]);

/** Asks both ways; answers whether the page was refused. */
async function expectSamePage(paper: number, paging: Paging): Promise<boolean> {
  const variables = { id: nodeId('Paper', paper), ...paging };
  const byNames = await pageBy(BY_NAMES, variables);
  expect({ paging, page: byNames }).toEqual({ paging, page: await pageBy(BY_ROWS, variables) });
  return JSON.stringify(byNames).includes('refusals');
}

describe('authors who are shown by name alone are those that their rows give', () => {
  it('on any page', async () => {
    const random = randomNumbers(7);
    const oneOf = <T>(values: T[]): T => values[random(values.length)]!;
    const size = () => oneOf([null, 0, 1, 2, 12, 98, 99, 100, random(101), 101, -1]);
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const paper = oneOf(papers);
      const cursor = () => cursorOf(paper, oneOf([0, 1, 2, random(110), 100, 101, 102, 231, 2 ** 31 - 1, -5]));
      const foreign = () => oneOf(['', 'nonsense', cursorOf(paper, 1, 'Paper.others')]);
      const edge = () => oneOf([null, null, null, cursor(), cursor(), cursor(), cursor(), cursor(), foreign()]);
      const sizes = oneOf([
        { first: size() },
        { last: size() },
        { first: size() },
        { last: size() },
        { first: 1, last: 1 },
      ]);
      if (await expectSamePage(paper, { ...sizes, after: edge(), before: edge() })) refused++;
    }
    expect(refused).toBeGreaterThan(80);
    expect(refused).toBeLessThan(300);
  });

  it.each([99, 100, 101, 102, 230])('where the names that are kept end, of %d', async (size) => {
    const paper = papers[SIZES.indexOf(size)]!;
    for (const position of [0, 1, 2, 3]) {
      const after = cursorOf(paper, position);
      for (const first of [97, 98, 99, 100]) await expectSamePage(paper, { first, after });
    }
    for (const position of [99, 100, 101, 102, 103]) {
      const before = cursorOf(paper, position);
      for (const last of [1, 99, 100]) await expectSamePage(paper, { last, before });
      await expectSamePage(paper, { first: 100, before, after: cursorOf(paper, 2) });
    }
  });
});

describe('a page of papers with the names of their authors', () => {
  const countStatements = async (query: string) => (await statementsOf(() => server.data(query))).length;
  const NAMES = 'edges { position node { name } }';

  it.each(['papers', 'trending'])('is one statement as %s, whatever else of the papers is shown', async (list) => {
    for (const others of ['title', 'title abstract', 'title keywords']) {
      const query = `{ ${list}(first: ${SIZES.length}) { nodes { ${others} authors(first: 12) { ${NAMES} } } } }`;
      expect([others, await countStatements(query)]).toEqual([others, 1]);
    }
  });

  it.each([
    ['authors(first: 100) { nodes { name } }', 'Of 101', 0],
    ['authors(first: 99) { pageInfo { hasNextPage } }', 'Of 230', 0],
    ['authors(last: 12) { nodes { name } }', 'Of 100', 0],
    ['authors(last: 12) { nodes { name } }', 'Of 102', 1],
    ['authors { totalCount }', 'Of 100', 0],
    ['authors { totalCount }', 'Of 101', 1],
    ['authors { nodes { name orcid } }', 'Of 7', 1],
    ['authors { edges { nameAsPrinted } }', 'Of 7', 1],
  ])('%s of the paper "%s" takes %d statements more than the paper', async (field, title, more) => {
    const id = nodeId('Paper', papers[SIZES.indexOf(Number(title.slice(3)))]!);
    expect(await countStatements(`{ paper(id: "${id}") { title ${field} } }`)).toBe(1 + more);
  });

  it('reads the rows where positions have gaps', async () => {
    const query = `{ paper(id: "${nodeId('Paper', gapped)}") { authors { totalCount ${NAMES} } } }`;
    expect(await countStatements(query)).toBe(3);
    const { paper } = await server.data<{ paper: { authors: { totalCount: number; edges: { position: number }[] } } }>(
      query,
    );
    expect(paper.authors.totalCount).toBe(2);
    expect(paper.authors.edges.map((edge) => edge.position)).toEqual([1, 3]);
  });
});
