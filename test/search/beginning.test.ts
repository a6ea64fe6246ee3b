import { RequestDatabase } from '../../src/db/requests/request-database';
import { rankLexically } from '../../src/search/ranking/rank-lexically';
import { randomNumbers } from '../support/random-numbers';
import { Library } from './search-client';

const PAPERS = 900;
const WANTED = [4, 21, 101];

/** The first are common, and the last in a few papers each. Some are names as well, and some are years. */
const WORDS = Array.from({ length: 60 }, (_, number) => (number % 10 === 9 ? `20${number}` : `wo${number}rd`));

/** Papers of random words, the same ones each time: long and short ones, which have a word once or are full of it. */
function papers() {
  const below = randomNumbers(7);
  const word = () => WORDS[below(1 + below(1 + below(WORDS.length)))]!;
  const words = (length: number) => {
    const favourite = word();
    return Array.from({ length }, () => (below(6) === 0 ? favourite : word())).join(' ');
  };
  const abstracts = [
    () => words(2 ** below(7)),
    // Once in each, but for a few that are full of it.
    (number: number) => `${words(90 + below(80))} ${'single '.repeat(number > 12 ? 1 : 9)}`,
    // Once in short ones, and twice in long ones, which might well have it three times by what the index says of them.
    () => `${words(78 + below(8))} pairing`,
    () => `${words(226 + below(8))} pairing pairing`,
  ];
  return Array.from({ length: PAPERS }, (_, number) => ({
    title: words(1 + below(4)),
    abstract: abstracts[number % abstracts.length]!(number),
    authors: Array.from({ length: 1 + below(3) }, () => ({ name: words(1 + below(2)) })),
    publishedOn: `20${10 + below(50)}-01-01`,
  }));
}

let library: Library;
beforeAll(async () => {
  library = await Library.open();
  await library.add(papers());
});
afterAll(() => library.close());

const rankingOf = (query: string, wanted?: number) =>
  rankLexically(new RequestDatabase(library.server.requestPool), query, {}, null, wanted);

describe('the best papers of a word', () => {
  it('are the same, whether all are looked for or they alone', async () => {
    let shorter = 0;
    for (const query of [...WORDS, 'single', 'pairing'].flatMap((word) => [
      word,
      `${word} -author:${word}`,
      `${word} -${WORDS[5]}`,
    ])) {
      const whole = await rankingOf(query);
      for (const wanted of WANTED) {
        const beginning = await rankingOf(query, wanted);
        expect([query, beginning.papers.slice(0, wanted)]).toEqual([query, whole.papers.slice(0, wanted)]);
        expect(beginning.plan).toEqual(whole.plan);
        if (beginning.papers.length < whole.papers.length) shorter++;
      }
    }
    expect(shorter).toBeGreaterThan(WORDS.length);
  });

  it('are few of many where few are shown', async () => {
    for (const [word, wanted] of [
      [WORDS[20]!, 4],
      ['single', 4],
    ] as const) {
      const { papers: all } = await rankingOf(word);
      const { papers: few } = await rankingOf(word, wanted);
      expect(few.length).toBeLessThan(all.length / 3);
    }
  });

  it('are looked for among all where something is said of these', async () => {
    const whole = await library.search(WORDS[0]!, 'first: 5');
    const { search } = await library.server.data<{ search: object }>(
      `{ search(query: "${WORDS[0]}", first: 5) { nodes { id } edges { cursor score matchedBy } pageInfo { hasNextPage endCursor } } }`,
    );
    expect(search).toMatchObject({ pageInfo: whole.pageInfo, nodes: whole.nodes.map(({ id }) => ({ id })) });
    expect(whole.totalCount).toBeGreaterThan(500);
    const next = await library.search(WORDS[0]!, `first: 5 after: "${whole.pageInfo.endCursor}"`);
    const ten = await library.search(WORDS[0]!, 'first: 10');
    expect([...whole.nodes, ...next.nodes]).toEqual(ten.nodes);
  });
});
