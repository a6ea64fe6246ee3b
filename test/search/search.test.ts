import fc from 'fast-check';
import { Library } from './search-client';

let library: Library;
beforeAll(async () => {
  library = await Library.open();
  await library.add([
    {
      title: 'Attention Is All You Need',
      abstract:
        'The dominant sequence transduction models are based on recurrent networks. We propose the Transformer.',
      authors: [{ name: 'Ashish Vaswani' }, { name: 'Noam Shazeer' }],
      categories: ['cs.CL', 'cs.LG'],
      publishedOn: '2017-06-12',
      doi: '10.48550/attention.1',
    },
    {
      title: 'Tensor Programs V: Tuning by $\\mu$P',
      abstract: 'Hyperparameters transfer from small networks to large ones. Attention layers too need little tuning.',
      authors: [{ name: 'Greg Yang' }, { name: 'Edward J. Hu' }],
      categories: ['cs.LG'],
      publishedOn: '2022-03-07',
    },
    {
      title: 'Measuring Ångström-Scale Straßen: a naïve approach',
      abstract: 'Roads are measured. Graph neural networks predict what is between them.',
      authors: [{ name: 'Jörg Müller' }, { name: 'Wei Chen Li' }],
      categories: ['physics.optics'],
      publishedOn: '2023-05-01',
      links: [{ kind: 'CODE', url: 'https://github.com/a/b' }],
    },
    {
      title: 'What Is It?',
      abstract: 'Networks of graphs, and neural ones. A survey of pretraining.',
      authors: [{ name: 'Wei Li' }],
      categories: ['cs.AI'],
      publishedOn: '2024-01-02',
    },
    {
      title: 'Pre-Training with C++ for speed',
      abstract:
        'Compilers and their flags. By the way, diffusion is mentioned once among many other words that say nothing.',
      authors: [{ name: 'Wei Wang' }, { name: 'Li Chen' }],
      categories: ['cs.PL'],
      publishedOn: '2024-02-02',
      keywords: ['compilers'],
    },
    {
      title: 'Diffusion Models: Diffusion for Images',
      abstract: 'Diffusion of noise.',
      authors: [{ name: 'Wei Li' }],
      categories: ['cs.CV'],
      publishedOn: '2021-02-02',
    },
  ]);
});
afterAll(() => library.close());

const ATTENTION = 'Attention Is All You Need';
const TENSORS = 'Tensor Programs V: Tuning by $\\mu$P';
const ROADS = 'Measuring Ångström-Scale Straßen: a naïve approach';
const IT = 'What Is It?';
const COMPILERS = 'Pre-Training with C++ for speed';
const DIFFUSION = 'Diffusion Models: Diffusion for Images';

describe('search by words', () => {
  it('finds words in any of their forms, in titles, abstracts and keywords', async () => {
    expect(await library.titles('recurrence transformers')).toEqual([ATTENTION]);
    expect(await library.titles('measure')).toEqual([ROADS]);
    expect(await library.titles('compiler')).toEqual([COMPILERS]);
  });

  it('puts a paper that is about a word before one that mentions it', async () => {
    expect(await library.titles('diffusion')).toEqual([DIFFUSION, COMPILERS]);
    expect((await library.titles('attention'))[0]).toBe(ATTENTION);
  });

  it('finds papers with some of the words of a question, those with most first', async () => {
    const found = await library.search('how do I tune the hyperparameters of large attention networks?');
    expect(found.nodes[0]?.title).toBe(TENSORS);
    expect(found.nodes.length).toBeGreaterThan(1);
  });

  it('puts the title first, and then what has the words side by side', async () => {
    const found = await library.search('attention is all you need');
    expect(found.edges[0]).toMatchObject({ node: { title: ATTENTION } });
    expect(found.edges[0]?.matchedBy).toEqual(expect.arrayContaining(['TITLE', 'WORDS']));
    const phrase = await library.search('graph neural networks');
    expect(phrase.edges[0]?.node.title).toBe(ROADS);
    expect(phrase.edges[0]?.matchedBy).toContain('PHRASE');
    expect(phrase.edges[1]?.matchedBy).not.toContain('PHRASE');
  });

  it.each([
    ['μP', TENSORS],
    ['$\\mu$P', TENSORS],
    ['mu P', TENSORS],
    ['muP', TENSORS],
    ['angstrom', ROADS],
    ['ÅNGSTRÖM', ROADS],
    ['strassen', ROADS],
    ['naive', ROADS],
    ['naïve', ROADS],
    ['pretraining', COMPILERS],
    ['pre-training', COMPILERS],
    ['c++', COMPILERS],
  ])('folds what is typed and what is printed alike: %s', async (query, title) => {
    expect(await library.titles(query)).toContain(title);
  });

  it('tells C++ from C', async () => {
    expect(await library.titles('c')).not.toContain(COMPILERS);
  });

  it('finds titles that have nothing but words which say nothing', async () => {
    expect(await library.titles('what is it')).toEqual([IT, ...(await library.titles('what is it')).slice(1)]);
    expect((await library.titles('What is it?'))[0]).toBe(IT);
  });

  it('says how many papers it found, and how well they fit', async () => {
    const found = await library.search('diffusion');
    expect(found).toMatchObject({
      totalCount: 2,
      totalCountIsLowerBound: false,
      modeUsed: 'LEXICAL',
      didYouMean: null,
    });
    const scores = found.edges.map(({ score }) => score);
    expect(scores[0]).toBeGreaterThan(scores[1] ?? NaN);
    expect(scores[1]).toBeGreaterThan(0);
  });
});

describe('search by what a paper is known by', () => {
  it.each([
    '2401.00001',
    'arXiv:2401.00001v3',
    'https://arxiv.org/abs/2401.00001',
    'https://arxiv.org/pdf/2401.00001.pdf',
    '10.48550/Attention.1',
    'https://doi.org/10.48550/attention.1',
    'https://papers.example/papers/attention-is-all-you-need',
  ])('goes straight to the paper: %s', async (query) => {
    const found = await library.search(query);
    expect(found.nodes.map(({ title }) => title)).toEqual([ATTENTION]);
    expect(found.edges[0]?.matchedBy).toEqual(['IDENTIFIER']);
  });

  it('finds authors by any part of their names, and the whole name first', async () => {
    expect(await library.titles('vaswani')).toEqual([ATTENTION]);
    expect(await library.titles('Muller, Jorg')).toEqual([ROADS]);
    const wei = await library.titles('Wei Li');
    expect(wei.slice(0, 2).sort()).toEqual([DIFFUSION, IT].sort());
    expect(wei.indexOf(ROADS)).toBeGreaterThan(1);
    expect(wei.indexOf(COMPILERS)).toBeGreaterThan(wei.indexOf(ROADS));
  });

  it('finds a paper by an author and the year', async () => {
    const found = await library.search('wei li 2021');
    expect(found.nodes[0]?.title).toBe(DIFFUSION);
    expect(found.edges[0]?.matchedBy).toEqual(expect.arrayContaining(['AUTHOR', 'YEAR']));
    expect((await library.titles('wei li 2024'))[0]).toBe(IT);
  });

  it('finds categories among words', async () => {
    const found = await library.search('cs.PL');
    expect(found.nodes[0]?.title).toBe(COMPILERS);
    expect(found.edges[0]?.matchedBy).toContain('CATEGORY');
  });
});

describe('what must be', () => {
  it.each([
    ['author:"wei li"', [DIFFUSION, IT, ROADS]],
    ['author:vaswani attention', [ATTENTION]],
    ['title:diffusion', [DIFFUSION]],
    ['title:"is all"', [ATTENTION]],
    ['"neural networks"', [ROADS]],
    ['“neural networks”', [ROADS]],
    ['networks -neural', [ATTENTION, TENSORS]],
    ['networks -"graph neural"', [ATTENTION, TENSORS, IT]],
    ['networks category:cs.LG', [ATTENTION, TENSORS]],
    ['networks -category:cs', [ROADS]],
    ['category:cs', [ATTENTION, TENSORS, IT, COMPILERS, DIFFUSION]],
    ['category:cs.CL,cs.CV', [ATTENTION, DIFFUSION]],
    ['year:2021', [DIFFUSION]],
    ['year:2022..2023', [TENSORS, ROADS]],
    ['year:2023..', [ROADS, IT, COMPILERS]],
    ['year:..2020', [ATTENTION]],
    ['networks year:2017', [ATTENTION]],
    ['has:code', [ROADS]],
    ['AUTHOR:yang Year:2022', [TENSORS]],
  ])('%s', async (query, titles) => {
    expect((await library.titles(query)).sort()).toEqual([...titles].sort());
  });

  it.each([
    'author:',
    'year:soon',
    'has:nothing',
    'category:',
    '"',
    '""',
    '-',
    '- -',
    'title:"',
    'year:2030..2020',
    ':',
    'a:b:c',
  ])('what is no operator is a word, or nothing: %s', async (query) => {
    expect((await library.search(query)).modeUsed).toBe('LEXICAL');
  });
});

describe('a word that is mistyped', () => {
  it.each([
    ['transfomer', 'transformer'],
    ['trasnformer', 'transformer'],
    ['transsformer', 'transformer'],
    ['transfarmer', 'transformer'],
    ['vaswnai', 'vaswani'],
    ['Hyperparamters', 'hyperparameters'],
  ])('%s finds what was meant', async (typed, meant) => {
    const found = await library.search(`${typed} networks`);
    expect(found.didYouMean).toBe(`${meant} networks`);
    expect(await library.titles(`${meant} networks`)).toEqual(found.nodes.map(({ title }) => title));
  });

  it('is corrected where it must be as well', async () => {
    expect((await library.search('author:vaswnai')).didYouMean).toBe('author:vaswani');
    expect(await library.titles('author:vaswnai')).toEqual([ATTENTION]);
  });

  it('is left alone where nothing is near it', async () => {
    expect(await library.search('xyzzyplugh')).toMatchObject({ totalCount: 0, didYouMean: null });
    expect(await library.search('attention networks')).toMatchObject({ didYouMean: null });
  });
});

describe('a query that says nothing', () => {
  it.each(['', '   ', '???', '$$', '—'])('%j lists all papers, the newest first', async (query) => {
    const found = await library.search(query);
    expect(found.nodes.map(({ title }) => title)).toEqual([COMPILERS, IT, ROADS, TENSORS, DIFFUSION, ATTENTION]);
    expect(found.edges[0]).toMatchObject({ score: 0, matchedBy: [] });
  });

  it('may be left out or null', async () => {
    const { a, b } = await library.server.data<Record<'a' | 'b', { totalCount: number }>>(
      '{ a: search { totalCount } b: search(query: null, mode: null, filter: null, orderBy: null) { totalCount } }',
    );
    expect([a.totalCount, b.totalCount]).toEqual([6, 6]);
  });
});

describe('a query of any kind', () => {
  it('is bounded, with a sentence', async () => {
    expect(await library.errorOf('x'.repeat(10_000))).toEqual({
      code: 'BAD_USER_INPUT',
      message: '"query" has 10000 characters; it takes at most 2000.',
    });
    expect((await library.search('word '.repeat(400))).modeUsed).toBe('LEXICAL');
    const words = Array.from({ length: 390 }, (_, number) => `w${number}`).join(' ');
    expect((await library.search(`${words} vaswani`)).nodes.map(({ title }) => title)).toEqual([ATTENTION]);
  });

  it('is never an error, whatever it holds', async () => {
    const pieces = fc.constantFrom(
      'author:',
      'title:',
      '"',
      '-',
      'year:',
      '..',
      '2020',
      ' ',
      'networks',
      '$',
      '\\mu',
      '%',
      '_',
      '(',
      ')',
      '&',
      '|',
      '!',
      ':*',
      '<->',
      "'",
      '\\',
      '👩‍🔬',
      'ß',
      '山田',
      '\u202e',
      '\ud800'.toWellFormed(),
    );
    const query = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        fc.pre(!text.includes('\0'));
        const found = await library.search(text.toWellFormed());
        expect(found.totalCount).toBe(found.nodes.length);
      }),
      { numRuns: 150 },
    );
  });
});
