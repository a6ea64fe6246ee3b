import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

const NAMES = [
  'Yann LeCun',
  'Y. LeCun',
  'LeCun Y.',
  'Yvonne Lecuyer',
  'Jean-Luc Godard',
  'J.-L. Godard',
  "Conan O'Brien",
  'Jürgen Strauß',
  'Paul Erdős',
  'Michael I. Jordan',
  'Michael J. Black',
  'Xiaoming Li',
  'W. E',
  '山田太郎',
  '김 민수',
];

interface Page {
  edges: { cursor: string; node: { name: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await new Fixtures(server.database).authors(NAMES.map((name) => ({ name })));
});
afterAll(() => server.close());

async function page(variables: object): Promise<Page> {
  const text = `query ($query: String, $first: Int, $after: String, $last: Int, $before: String) {
    authors(query: $query, first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage } } }`;
  return (await server.data<{ authors: Page }>(text, variables)).authors;
}

const namesOf = ({ edges }: Page) => edges.map(({ node }) => node.name);

describe('authors(query)', () => {
  it.each([
    ['lecun', ['LeCun Y.', 'Y. LeCun', 'Yann LeCun']],
    ['yann', ['Yann LeCun']],
    ['lec ya', ['LeCun Y.', 'Y. LeCun', 'Yann LeCun']],
    ['cun y', []],
    ['Y LeCun', ['LeCun Y.', 'Y. LeCun', 'Yann LeCun']],
    ['Y. LeCun', ['LeCun Y.', 'Y. LeCun', 'Yann LeCun']],
    ['Yann LeCun', ['LeCun Y.', 'Y. LeCun', 'Yann LeCun']],
    ['LeCun, Yann', ['LeCun Y.', 'Y. LeCun', 'Yann LeCun']],
    ['Wann LeCun', []],
    ['Weinan E', ['W. E']],
    ['Michael Jordan', ['Michael I. Jordan']],
    ['Michael Irwin Jordan', ['Michael I. Jordan']],
    ['Michael Joe Black', ['Michael J. Black']],
    ['Jean-Luc Godard', ['J.-L. Godard', 'Jean-Luc Godard']],
    ['jean luc', ['Jean-Luc Godard']],
    ['jeanluc', ['Jean-Luc Godard']],
    ['godard luc', ['J.-L. Godard', 'Jean-Luc Godard']],
    ['Xiao-Ming Li', ['Xiaoming Li']],
    ['obrien', ["Conan O'Brien"]],
    ['O’Brien', ["Conan O'Brien"]],
    ['STRAUSS', ['Jürgen Strauß']],
    ['jurgen strauß', ['Jürgen Strauß']],
    ['J\\"urgen', ['Jürgen Strauß']],
    ['Erd\\H{o}s', ['Paul Erdős']],
    ['Erdo\u030bs', ['Paul Erdős']],
    ['山', ['山田太郎']],
    ['田太', ['山田太郎']],
    ['太郎 山田', ['山田太郎']],
    ['민', ['김 민수']],
    ['수', []],
    ['민수', ['김 민수']],
  ])('%j finds %j', async (query, found) => {
    expect(namesOf(await page({ query }))).toEqual(found);
  });

  it('is paged both ways', async () => {
    const forwards: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { edges, pageInfo }: Page = await page({ query: 'l', first: 2, after });
      forwards.push(...edges.map(({ node }) => node.name));
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      after = edges.at(-1)!.cursor;
      more = pageInfo.hasNextPage;
    }
    const backwards: string[] = [];
    let before: string | null = null;
    for (let more = true; more;) {
      const { edges, pageInfo }: Page = await page({ query: 'L', last: 2, before });
      backwards.unshift(...edges.map(({ node }) => node.name));
      before = edges[0]!.cursor;
      more = pageInfo.hasPreviousPage;
    }
    expect(forwards).toEqual([
      'J.-L. Godard',
      'Jean-Luc Godard',
      'LeCun Y.',
      'Xiaoming Li',
      'Y. LeCun',
      'Yann LeCun',
      'Yvonne Lecuyer',
    ]);
    expect(backwards).toEqual(forwards);
  });
});
