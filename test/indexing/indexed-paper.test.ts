import { indexPaper, type PaperText, titleTerm } from '../../src/indexing/indexed-paper';
import { LEVELS, levelOf, tokenAt, tokenOf, tokensOf } from '../../src/indexing/token';
import { termOf, wordTerm } from '../../src/words/term';
import { PaperFields } from '../../src/indexing/scoring/paper-fields';

const PAPER: PaperText = {
  paperId: 7,
  title: 'The graph of graphs',
  abstract: 'Graphs are pre-trained.',
  keywords: ['spectra'],
  categories: ['cs.LG', 'math.CO'],
  publishedOn: '2024-03-05',
  names: ['Jean-Luc Picard', 'Wei Li'],
};

const terms = (words: string) => words.split(' ').map((word) => wordTerm(word).term);
const name = (words: string) => words.split(' ').map((word) => termOf('name', word));

describe('indexPaper', () => {
  it('keeps the terms of each field in their order', () => {
    const fields = new PaperFields(indexPaper(PAPER).terms);
    expect([...fields.title]).toEqual(terms('the graph of graphs'));
    expect([...fields.abstract]).toEqual(terms('graphs are pre trained'));
    expect([...fields.besides]).toEqual(terms('pretrained spectra'));
    expect(fields.people.map((each) => [...each])).toEqual([name('jean luc picard j l p'), name('wei li w l')]);
    expect([...fields.marks]).toEqual([
      ...['cs.lg', 'cs', 'math.co', 'math'].map((category) => termOf('category', category)),
      termOf('year', '2024'),
      termOf('month', '2024-03'),
    ]);
  });

  it('counts words that say something, those of the title twice', () => {
    // graph, graphs; graphs, pre, trained; pretrained, spectra.
    expect(indexPaper(PAPER).length).toBe(2 * 2 + 3 + 2);
  });

  it('is found by words at the level that they have, by words of its title, by names and by marks', () => {
    const { tokens, length } = indexPaper(PAPER);
    const [graph = 0, of = 0, spectra = 0] = terms('graph of spectra');
    expect(tokensOf(graph).filter((token) => tokens.includes(token))).toEqual([
      tokenAt(graph, levelOf(5 / (0.25 + (0.75 * length) / 100))),
    ]);
    expect(tokensOf(spectra).filter((token) => tokens.includes(token))).toHaveLength(1);
    expect(tokensOf(of).filter((token) => tokens.includes(token))).toEqual([]);
    for (const term of [
      titleTerm(of),
      titleTerm(graph),
      ...name('picard wei'),
      termOf('category', 'math'),
      termOf('month', '2024-03'),
    ]) {
      expect(tokens).toContain(tokenOf(term));
    }
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.filter((token) => !Number.isInteger(token) || token < 0 || token >= 2 ** 31)).toEqual([]);
  });

  it('takes a paper that has nothing but a title', () => {
    const bare = { ...PAPER, title: '?', abstract: null, keywords: [], categories: [], publishedOn: null, names: [] };
    expect(indexPaper(bare)).toMatchObject({ length: 0, tokens: [] });
    expect(new PaperFields(indexPaper(bare).terms)).toMatchObject({ names: new Uint32Array() });
  });
});

describe('levels', () => {
  it('grow with how often a word occurs, and shrink with how long the paper is', () => {
    const densities = [0.01, 0.25, 0.5, 1, 2, 4, 8, 1000];
    const levels = densities.map(levelOf);
    expect(levels).toEqual(levels.toSorted((one, other) => one - other));
    expect([levels[0], levels.at(-1)]).toEqual([0, LEVELS - 1]);
  });
});
