import type { PaperRecord } from '../../src/ingestion/record';
import { arxivRecord, importAll } from '../ingestion/stored-state';
import { statementsOf } from '../support/count-statements';
import { expectCountsToHold } from '../support/invariants';
import { startTestServer, TestServer } from '../support/test-server';

interface Suggestion {
  kind: 'PAPER' | 'AUTHOR' | 'CATEGORY';
  text: string;
  node: { __typename: string; title?: string; name?: string } | null;
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await importAll(server.database, [
    paper('Attention Is All You Need', { upvoteCount: 5, authors: named('Ashish Vaswani', 'Noam Shazeer') }),
    paper('Attention Sinks in Streaming Models', { upvoteCount: 9 }),
    paper('Transformers Without Attention', { upvoteCount: 50 }),
    paper('Scaling Diffusion Transformers Efficiently via $μ$P', { upvoteCount: 3 }),
    paper('Pre-training of Schrödinger Bridges', { upvoteCount: 2 }),
    paper('A Path Towards Autonomous Machine Intelligence', { authors: named('Yann LeCun', 'Y. Bengio') }),
    paper('Gradient-Based Learning', { authors: named('Yann LeCun', 'Léon Bottou', 'Yann Ollivier') }),
    paper('100% Of_Something \\ "Quoted" C++', {}),
    paper('Of many cats', { categories: ['cs.CV', 'cs.LG'] }),
    paper('Of many dogs', { categories: ['cs.LG'] }),
    paper('Of light', { categories: ['quant-ph', 'cs'] }),
  ]);
});
afterAll(() => server.close());

let papers = 0;
/** The report of a source that says how many upvotes a paper has. */
function paper(title: string, fields: Partial<PaperRecord>): PaperRecord {
  const number = String(++papers).padStart(5, '0');
  return arxivRecord(`2501.${number}`, { format: 'daily-papers-api', title, ...fields });
}
const named = (...names: string[]) => names.map((name) => ({ name }));

async function suggest(prefix: string, first?: number): Promise<Suggestion[]> {
  const query = `query ($prefix: String!, $first: Int) { suggest(prefix: $prefix, first: $first) {
    kind text node { __typename ... on Paper { title } ... on Author { name } }
  } }`;
  return (await server.data<{ suggest: Suggestion[] }>(query, { prefix, first })).suggest;
}
const textsOf = (kind: Suggestion['kind']) => async (prefix: string) =>
  (await suggest(prefix, 20)).filter((one) => one.kind === kind).map(({ text }) => text);
const titles = textsOf('PAPER');
const authors = textsOf('AUTHOR');
const categories = textsOf('CATEGORY');

describe('suggest of titles', () => {
  it('puts those that begin so before those that have the words, each by upvotes', async () => {
    expect(await titles('attention')).toEqual([
      'Attention Sinks in Streaming Models',
      'Attention Is All You Need',
      'Transformers Without Attention',
    ]);
  });

  it('answers a paper once, with the paper', async () => {
    expect(await suggest('attention is')).toEqual([
      {
        kind: 'PAPER',
        text: 'Attention Is All You Need',
        node: { __typename: 'Paper', title: 'Attention Is All You Need' },
      },
    ]);
  });

  it('follows a title from its first letter to its last', async () => {
    const title = 'Attention Is All You Need';
    for (let length = 1; length <= title.length; length++) {
      expect(await titles(title.slice(0, length))).toContain(title);
    }
  });

  it.each([
    'attention trans',
    'ATTENTION, Transf',
    'transformer att',
    'without attention transformers',
    'attention w',
    'wi',
  ])('finds the words of %j in any order and form, the last one by its beginning', async (prefix) => {
    expect(await titles(prefix)).toEqual(['Transformers Without Attention']);
  });

  it.each(['attention trant', 'ttention', 'transformers zebra', 'without attention withou x'])(
    'finds nothing for %j',
    async (prefix) => {
      expect(await titles(prefix)).toEqual([]);
    },
  );

  it.each([
    'μP',
    'muP',
    '$\\mu$P',
    'efficiently mup',
    'via μ',
    'diffusion muP',
    'scaling diffusion transformers efficiently via m',
  ])('reads Greek and TeX: %j', async (prefix) => {
    expect(await titles(prefix)).toContain('Scaling Diffusion Transformers Efficiently via $μ$P');
  });

  it.each(['pretrai', 'Pre-tr', 'PRE TRAINING', 'schrodinger bri', 'Schrödi', 'Schr\\"odinger', 'bridges pretraining'])(
    'minds neither accents nor hyphens: %j',
    async (prefix) => {
      expect(await titles(prefix)).toEqual(['Pre-training of Schrödinger Bridges']);
    },
  );

  it('takes a title that is longer than the index of titles holds', async () => {
    expect(await titles('A Path Towards Autonomous Machine Intell')).toHaveLength(1);
    expect(await titles('A Path Towards Autonomous Machine Intelligencx')).toHaveLength(0);
  });
});

describe('suggest of authors', () => {
  it.each(['lecun', 'yann lec', 'LeCun, Y', 'y lecun'])('finds any part of a name: %j', async (prefix) => {
    expect(await authors(prefix)).toEqual(['Yann LeCun']);
  });

  it('puts those of the most papers first, and answers them', async () => {
    expect(await suggest('yann')).toEqual([
      { kind: 'AUTHOR', text: 'Yann LeCun', node: { __typename: 'Author', name: 'Yann LeCun' } },
      { kind: 'AUTHOR', text: 'Yann Ollivier', node: { __typename: 'Author', name: 'Yann Ollivier' } },
    ]);
  });

  it('finds a name that is printed with initials, and one without accents', async () => {
    expect(await authors('Yoshua Beng')).toEqual(['Y. Bengio']);
    expect(await authors('leon bo')).toEqual(['Léon Bottou']);
  });

  it('takes a letter for the beginning of whole names alone', async () => {
    expect(await authors('y')).toEqual(['Yann LeCun', 'Yann Ollivier', 'Y. Bengio']);
    expect(await authors('l')).toEqual(['Léon Bottou']);
  });
});

describe('suggest of categories', () => {
  it('finds them by their beginning in any case, those of the most papers first', async () => {
    expect(await suggest('CS.')).toEqual([
      { kind: 'CATEGORY', text: 'cs.LG', node: null },
      { kind: 'CATEGORY', text: 'cs.CV', node: null },
    ]);
    expect(await categories('cs.l')).toEqual(['cs.LG']);
    expect(await categories('quant-p')).toEqual(['quant-ph']);
    expect(await categories('s.LG')).toEqual([]);
  });

  it('puts the one that is typed in full first', async () => {
    expect(await categories('cs')).toEqual(['cs', 'cs.LG', 'cs.CV']);
    expect((await suggest('cs', 1))[0]?.text).toBe('cs');
  });

  it('follows a paper into another category', async () => {
    const moving = arxivRecord('2502.00001', { title: 'Of moving', categories: ['hep-ex'] });
    await importAll(server.database, [moving]);
    expect(await categories('hep')).toEqual(['hep-ex']);
    await importAll(server.database, [{ ...moving, reportedAt: '2025-02-02T00:00:00Z', categories: ['hep-th'] }]);
    expect(await categories('hep')).toEqual(['hep-th']);
    await expectCountsToHold(server.database);
  });
});

describe('suggest', () => {
  it('takes papers, authors and categories in turn', async () => {
    await importAll(server.database, [
      paper('Qubits at work', { categories: ['q-bio'], authors: named('Q. Quill', 'Quentin Quay') }),
    ]);
    const inTurn = ['PAPER', 'AUTHOR', 'CATEGORY', 'PAPER', 'AUTHOR', 'CATEGORY'];
    expect((await suggest('q')).map(({ kind }) => kind)).toEqual(inTurn);
  });

  it('finds a paper, its authors and its category as soon as it was imported', async () => {
    expect(await suggest('zyz')).toEqual([]);
    const record = arxivRecord('2502.00009', {
      title: 'Of zyzzyvas',
      authors: named('Zyz Zya'),
      categories: ['zyz.AI'],
    });
    await importAll(server.database, [record]);
    expect((await suggest('zyz')).map(({ text }) => text)).toEqual(['Of zyzzyvas', 'Zyz Zya', 'zyz.AI']);
  });

  it('answers ten without a number, and as many as are asked for', async () => {
    const many = Array.from({ length: 25 }, (_, at) => paper(`Crowded ${at}`, {}));
    await importAll(server.database, many);
    expect(await suggest('crowded')).toHaveLength(10);
    expect(await suggest('crowded', 0)).toEqual([]);
    expect(await suggest('crowded', 20)).toHaveLength(20);
    expect((await suggest('crowded', 3)).map(({ text }) => text)).toEqual(['Crowded 24', 'Crowded 23', 'Crowded 22']);
  });

  it.each([2, 20])(
    'takes as many statements for %i, and one more for the papers and one for the authors',
    async (first) => {
      const count = async (fields: string) =>
        (await statementsOf(() => server.data(`{ suggest(prefix: "a", first: ${first}) { ${fields} } }`))).length;
      expect([await count('kind text'), await count('node { id }')]).toEqual([5, 7]);
    },
  );

  it.each([-1, 21, 2_000_000])('refuses %i', async (first) => {
    const { errors } = await server.ask(`{ suggest(prefix: "a", first: ${first}) { text } }`);
    expect(errors?.[0]?.message).toBe(`"first" is ${first}; it takes a number from 0 to 20.`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
  });
});
