import { nodeId } from '../../src/graphql/node';
import { indexMissingPapers } from '../../src/indexing/index-missing';
import { wordTerm } from '../../src/words/term';
import { wordsOf } from '../../src/words/words-of';
import { Fixtures, upTo } from '../support/fixtures';
import { startTestServer, type TestServer } from '../support/test-server';
import { relatedTo, titlesOf } from './related-client';

let server: TestServer;
let fixtures: Fixtures;
beforeAll(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
});
beforeEach(() => fixtures.clear());
afterAll(() => server.close());

/** Three of one subject, two of another, and one by itself. */
const SUBJECTS = {
  hinges: [
    ['Tools with hinges', 'Hinges let a tool fold. We measure the friction of hinges while the tool opens a drawer.'],
    ['Folding a hinged tool', 'A robot opens a drawer by a hinged tool, whose friction it learns to fold.'],
    ['Drawers and their friction', 'How much friction a drawer has tells a robot how to pull it.'],
  ],
  whales: [
    ['Songs of whales', 'Humpback whales sing songs that wander across an ocean within two years.'],
    ['A whale and its song', 'We follow the song of one humpback through an ocean of noise.'],
  ],
  prime: [['Zeros of an entire function', 'An asymptotic expansion by residues.']],
};
const TEXTS = Object.values(SUBJECTS)
  .flat()
  .map(([title = '', abstract = '']) => ({ title, abstract }));
const [TOOLS, FOLDING, DRAWERS, SONGS, WHALE, ZEROS] = TEXTS.map(({ title }) => title);

/** Papers in the index, by their titles. */
async function indexed(texts: { title: string; abstract?: string | null }[]): Promise<Record<string, number>> {
  const papers = await fixtures.papers(texts);
  await indexMissingPapers(server.database);
  return Object.fromEntries(texts.map(({ title }, at) => [title, papers[at] ?? 0]));
}

const idOf = (papers: Record<string, number>, title: string | undefined) => papers[title ?? ''] ?? 0;

describe('Paper.related', () => {
  it('finds the papers of its subject and no others, the nearest first', async () => {
    const papers = await indexed(TEXTS);
    expect(titlesOf(await relatedTo(server, idOf(papers, TOOLS)))).toEqual([FOLDING, DRAWERS]);
    expect(titlesOf(await relatedTo(server, idOf(papers, SONGS)))).toEqual([WHALE]);
    expect(titlesOf(await relatedTo(server, idOf(papers, WHALE)))).toEqual([SONGS]);
  });

  it('is empty for a paper that nothing is like', async () => {
    const papers = await indexed(TEXTS);
    expect(await relatedTo(server, idOf(papers, ZEROS))).toEqual([]);
  });

  it('goes by words that few papers have, not by those of many', async () => {
    const papers = await indexed([
      { title: 'Learning with quasicrystals' },
      { title: 'Growing quasicrystals' },
      ...upTo(30).map((number) => ({ title: `Learning number${number}` })),
    ]);
    expect(await relatedTo(server, idOf(papers, 'Learning with quasicrystals'))).toEqual([
      { paper: { title: 'Growing quasicrystals' }, reasons: { words: ['quasicrystals'], authors: [] } },
    ]);
  });

  it('goes by titles where there is no abstract', async () => {
    const papers = await indexed(TEXTS.map(({ title }) => ({ title, abstract: null })));
    expect(titlesOf(await relatedTo(server, idOf(papers, TOOLS)))).toEqual([FOLDING]);
    expect(titlesOf(await relatedTo(server, idOf(papers, SONGS)))).toEqual([WHALE]);
  });

  it('finds the other papers of its authors, those with more of them first', async () => {
    const papers = await indexed(['Alpha', 'Beta', 'Gamma', 'Delta'].map((title) => ({ title })));
    const [ada = 0, ben = 0, cy = 0] = await fixtures.authors([{ name: 'Ada' }, { name: 'Ben' }, { name: 'Cy' }]);
    await fixtures.authorships(
      Object.entries({ Alpha: [ben, ada], Beta: [ada, ben], Gamma: [ada], Delta: [cy] }).flatMap(([title, authors]) =>
        authors.map((author) => ({ paper: idOf(papers, title), author })),
      ),
    );
    const related = await relatedTo(server, idOf(papers, 'Alpha'));
    expect(titlesOf(related)).toEqual(['Beta', 'Gamma']);
    expect(related.map(({ reasons }) => reasons)).toEqual([
      { words: [], authors: [{ name: 'Ben' }, { name: 'Ada' }] },
      { words: [], authors: [{ name: 'Ada' }] },
    ]);
  });

  it('is empty for papers that are not in the index yet, and does not find them', async () => {
    const papers = await indexed(TEXTS.slice(0, 2));
    const [late = 0] = await fixtures.papers(TEXTS.slice(2, 3));
    expect(await relatedTo(server, late)).toEqual([]);
    expect(titlesOf(await relatedTo(server, idOf(papers, TOOLS)))).toEqual([FOLDING]);
  });
});

describe('the reasons of a related paper', () => {
  it('name words that both papers have, as the one that was asked writes them', async () => {
    const papers = await indexed(TEXTS);
    const termsOf = (title: string) => {
      const text = TEXTS.find((text) => text.title === title);
      return new Set(wordsOf(`${text?.title} ${text?.abstract}`).words.map((word) => wordTerm(word).term));
    };
    for (const { title, abstract } of TEXTS) {
      for (const { paper, reasons } of await relatedTo(server, idOf(papers, title))) {
        expect(reasons.words.length).toBeGreaterThan(0);
        for (const word of reasons.words) {
          expect(`${title} ${abstract}`.toLowerCase()).toContain(word);
          expect(termsOf(paper.title)).toContain(wordTerm(word).term);
        }
      }
    }
  });

  it('say the words that count most, without numbers and in one form each', async () => {
    const papers = await indexed([
      { title: 'Pre-training 2048 Möbius lattices', abstract: 'A Möbius lattice is pre-trained; lattices are.' },
      { title: 'Möbius lattice 2048', abstract: 'Pre-training a Möbius lattice.' },
      { title: 'Something else', abstract: 'About nothing of the kind.' },
    ]);
    const [related] = await relatedTo(server, idOf(papers, 'Pre-training 2048 Möbius lattices'));
    expect(related?.reasons.words.toSorted()).toEqual(['lattices', 'mobius', 'pre', 'training']);
  });

  it('name authors of both papers, of many the first five', async () => {
    const papers = await indexed([{ title: 'Alpha' }, { title: 'Beta' }]);
    const authors = await fixtures.authors(upTo(12).map((number) => ({ name: `Author ${number}` })));
    await fixtures.authorships(
      ['Alpha', 'Beta'].flatMap((title) => authors.map((author) => ({ paper: idOf(papers, title), author }))),
    );
    const [related] = await relatedTo(server, idOf(papers, 'Alpha'));
    expect(related?.reasons.authors.map(({ name }) => name)).toEqual(upTo(5).map((number) => `Author ${number}`));
  });
});

describe('the number of related papers', () => {
  let paper: number;
  beforeEach(async () => {
    const papers = await indexed([
      ...upTo(30).map((number) => ({ title: `Quasicrystals number${number}` })),
      ...upTo(30).map((number) => ({ title: `Something about subject${number}` })),
    ]);
    paper = idOf(papers, 'Quasicrystals number7');
  });

  it.each([
    ['10 without a number', undefined, 10],
    ['10 for null', null, 10],
    ['what is asked for', 3, 3],
    ['nothing for 0', 0, 0],
    ['20 at most', 20, 20],
  ])('is %s', async (_, first, count) => {
    const titles = titlesOf(await relatedTo(server, paper, first));
    expect(titles).toHaveLength(count);
    expect(new Set([...titles, 'Quasicrystals number7']).size).toBe(count + 1);
  });

  it.each([-1, 21])('is not %d', async (first) => {
    const { errors } = await server.ask(`{ papers { nodes { related(first: ${first}) { paper { id } } } } }`);
    const [error] = errors ?? [];
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
    expect(error?.message).toBe(`"first" is ${first}; it takes a number from 0 to 20.`);
  });

  it('does not change the order: fewer are the first of more, of equals the newest', async () => {
    const all = titlesOf(await relatedTo(server, paper, 20));
    expect(all).toEqual(upTo(20).map((step) => `Quasicrystals number${31 - step}`));
    for (const first of [1, 10]) expect(titlesOf(await relatedTo(server, paper, first))).toEqual(all.slice(0, first));
  });

  it('is the same by itself and beside others', async () => {
    const alone = titlesOf(await relatedTo(server, paper));
    const query = '{ papers(first: 60) { nodes { id related { paper { title } } } } }';
    type Page = { papers: { nodes: { id: string; related: { paper: { title: string } }[] }[] } };
    const { papers } = await server.data<Page>(query);
    const beside = papers.nodes.find(({ id }) => id === nodeId('Paper', paper));
    expect(beside?.related.map((related) => related.paper.title)).toEqual(alone);
  });
});

describe('what is looked at', () => {
  it('are the newest 20 papers of an author, and the first 10 authors of a paper', async () => {
    const many = await indexed(upTo(25).map((number) => ({ title: `Subject${number}` })));
    const [late = 0, early = 0] = [idOf(many, 'Subject25'), idOf(many, 'Subject1')];
    const authors = await fixtures.authors(upTo(11).map((number) => ({ name: `Author ${number}` })));
    await fixtures.authorships([
      ...authors.map((author) => ({ paper: late, author })),
      ...Object.values(many)
        .filter((paper) => paper !== late)
        .map((paper) => ({ paper, author: paper === early ? (authors[10] ?? 0) : (authors[0] ?? 0) })),
    ]);
    expect(titlesOf(await relatedTo(server, late, 20))).toEqual(upTo(19).map((step) => `Subject${25 - step}`));
  });

  it('are no papers by a word that is in more than 1,000', async () => {
    const named = (count: number, title: string) => upTo(count).map(() => ({ title }));
    const papers = await indexed([...named(1_001, 'Hinges'), ...named(1_000, 'Whales')]);
    expect(await relatedTo(server, idOf(papers, 'Hinges'))).toEqual([]);
    expect(await relatedTo(server, idOf(papers, 'Whales'))).toHaveLength(10);
  });
});
