interface TestDocument {
  number: number;
  title: string;
  authors: string[];
  abstract: string;
}
interface Query {
  number: number;
  text: string;
}
interface Judgement {
  query: number;
  document: number;
  grade: number;
}

const { parseDocuments, parseQueries, parseJudgements, judgedQueries } = jest.requireActual<{
  parseDocuments: (text: string) => TestDocument[];
  parseQueries: (text: string) => Query[];
  parseJudgements: (text: string) => Judgement[];
  judgedQueries: (queries: Query[], judgements: Judgement[]) => (Query & { relevant: Set<number> })[];
}>('../../bench/search/relevance/smart-collection.mjs');

describe('parseDocuments', () => {
  it('reads titles, authors and abstracts over several lines, and no other section', () => {
    const text =
      '.I 7\n.T\nshear flow\npast a plate .\n.A\nting-yili\nand kirk,j.\n.B\nj. ae. 1958\n.W\none\n  two .\n.X\n1 5 7\n';
    expect(parseDocuments(text)).toEqual([
      { number: 7, title: 'shear flow past a plate .', authors: ['ting-yili', 'kirk,j.'], abstract: 'one two .' },
    ]);
  });

  it('puts sections of one name together', () => {
    expect(parseDocuments('.I 1\n.T\nflow\n.A\nKirk, J.\n.A\nLi, T.\n')).toMatchObject([
      { authors: ['Kirk, J.', 'Li, T.'] },
    ]);
  });

  it('takes the first words of the abstract where there is no title', () => {
    const [document] = parseDocuments('.I 1\n.W\na b c d e f g h i j k l\n');
    expect(document).toMatchObject({ title: 'a b c d e f g h i j', abstract: 'a b c d e f g h i j k l' });
  });

  it('keeps empty documents, and a full stop that begins a line of text', () => {
    expect(parseDocuments('.I 1\r\n.T\r\n.W\r\n.I 2\r\n.T\r\n.5 of all\r\n.W\r\n. And more\r\n')).toMatchObject([
      { number: 1, title: '', abstract: '' },
      { number: 2, title: '.5 of all', abstract: '. And more' },
    ]);
  });
});

describe('parseQueries', () => {
  it('reads the words of a query, else its title', () => {
    expect(parseQueries('.I 001\n.T\nslow\n.W\nwhat is\nslow\n.I 04\n.T\nheat\n')).toEqual([
      { number: 1, text: 'what is slow' },
      { number: 4, text: 'heat' },
    ]);
  });
});

describe('parseJudgements', () => {
  const pairs = (text: string) => parseJudgements(text).map(({ query, document }) => [query, document]);

  it('reads two columns', () => {
    expect(pairs(' 1  28\n 2 5\n\n')).toEqual([
      [1, 28],
      [2, 5],
    ]);
  });

  it('reads grades in the third of three columns, and leaves out what is not above zero', () => {
    expect(pairs('1 184 2 \n1 29 -1\n1 30 0\n')).toEqual([[1, 184]]);
  });

  it('takes a file for one of relevant documents where all grades are zero', () => {
    expect(pairs('     1     28\t0\t0.000000\n     1     35\t0\t0.000000\n')).toEqual([
      [1, 28],
      [1, 35],
    ]);
  });

  it("reads TREC's four columns", () => {
    expect(pairs('1 0 13 1\n1 0 14 0\n2 Q0 9 1\n')).toEqual([
      [1, 13],
      [2, 9],
    ]);
  });
});

describe('judgedQueries', () => {
  const queries = [
    { number: 1, text: 'one' },
    { number: 4, text: 'four' },
  ];
  const relevantOf = (judgements: Judgement[]) =>
    judgedQueries(queries, judgements).map(({ relevant }) => [...relevant]);

  it('takes numbers that are all ids for ids', () => {
    expect(relevantOf([{ query: 4, document: 9, grade: 1 }])).toEqual([[], [9]]);
  });

  it('takes numbers of which some is no id for the order', () => {
    expect(
      relevantOf([
        { query: 1, document: 8, grade: 1 },
        { query: 2, document: 9, grade: 1 },
      ]),
    ).toEqual([[8], [9]]);
  });
});
