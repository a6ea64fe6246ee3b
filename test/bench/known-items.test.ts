interface KnownPaper {
  id: number;
  title: string;
  abstract: string;
  year: number | null;
  authors: string[];
}

const { knownItemQueries, idsByTitle } = jest.requireActual<{
  knownItemQueries: (papers: KnownPaper[]) => Record<string, (paper: KnownPaper) => string | null>;
  idsByTitle: (papers: KnownPaper[]) => (title: string) => number[];
}>('../../bench/search/known-items/known-items.mjs');

function paper(id: number, fields: Partial<KnownPaper> = {}): KnownPaper {
  return { id, title: `Title ${id}`, abstract: '', year: 2025, authors: [], ...fields };
}

function queriesBy(kind: string, papers: KnownPaper[]) {
  return papers.map(knownItemQueries(papers)[kind]!);
}

describe('three rare words', () => {
  it('are those of the abstract that fewest papers hold, of four letters or more and no digits', () => {
    const common = 'models learn quickly';
    const rare = paper(1, { abstract: `${common}: Hinges of gpt4 unfold, rarely; an ox.` });
    const [query] = queriesBy('three rare words', [rare, paper(2, { abstract: common }), paper(3, { title: common })]);
    expect(query!.split(' ').sort()).toEqual(['hinges', 'rarely', 'unfold']);
  });

  it('are none where the abstract has fewer', () => {
    expect(queriesBy('three rare words', [paper(1, { abstract: 'two words of it' })])).toEqual([null]);
  });
});

describe('author and year', () => {
  it('are of an author who has at most ten papers of the year', () => {
    const many = Array.from({ length: 11 }, (_, index) => paper(index, { authors: ['Wei Li', `Only ${index}`] }));
    expect(queriesBy('author and year', many)).toEqual(many.map(({ id }) => `Only ${id} 2025`));
  });

  it('are none where all authors have more, or the year is not known', () => {
    const many = Array.from({ length: 11 }, (_, index) => paper(index, { authors: ['Wei Li'] }));
    expect(queriesBy('author and year', many)).toEqual(many.map(() => null));
    expect(queriesBy('author and year', [paper(1, { authors: ['Wei Li'], year: null })])).toEqual([null]);
  });
});

describe('idsByTitle', () => {
  it('answers all papers whose titles have the same letters and digits', () => {
    const idsOf = idsByTitle([paper(1, { title: 'Re-Think It' }), paper(2, { title: 'Rethink it!' }), paper(3)]);
    expect(idsOf('rethink IT')).toEqual([1, 2]);
  });
});
