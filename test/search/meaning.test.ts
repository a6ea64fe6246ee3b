import { embedPapers } from '../../src/embeddings/embed-papers.service';
import { answering, EmbeddingServer } from '../support/embedding-server';
import { Library } from './search-client';

/** Vectors of the tests are bags of words as they are spelled, so `graphs` means something else than `graph`. */
const PAPERS = [
  {
    title: 'Rivers',
    abstract: 'water flows downhill to the sea',
    categories: ['physics.ao'],
    publishedOn: '2020-01-01',
  },
  {
    title: 'Lakes',
    abstract: 'water stands still in the hills',
    categories: ['physics.ao'],
    publishedOn: '2021-01-01',
  },
  { title: 'Flowing', abstract: 'currents of people downhill', categories: ['cs.SI'], publishedOn: '2022-01-01' },
  { title: 'Graphs', abstract: 'vertices and edges', categories: ['math.CO'], publishedOn: '2023-01-01' },
];

const WITHOUT_WAITING = { onProgress: () => undefined, onWait: () => undefined, signal: new AbortController().signal };

let endpoint: EmbeddingServer;
let library: Library;
beforeAll(async () => {
  endpoint = await EmbeddingServer.start();
  library = await Library.open({ embedder: endpoint.embedder() });
  await library.add(PAPERS);
  await embedPapers(library.server.database.pool, endpoint.embedder(), { ...WITHOUT_WAITING, batchSize: 10 });
});
afterAll(async () => {
  await library.close();
  await endpoint.stop();
});

describe('search by meaning', () => {
  it('puts papers in the order of how close they are', async () => {
    const found = await library.search('water flows downhill', 'mode: SEMANTIC');
    expect(found.modeUsed).toBe('SEMANTIC');
    expect(found.nodes[0]?.title).toBe('Rivers');
    expect(found.totalCount).toBe(PAPERS.length);
    expect(found.edges.map(({ matchedBy }) => matchedBy)).toEqual(PAPERS.map(() => ['MEANING']));
    const scores = found.edges.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    expect(scores.every((score) => score >= -1 && score <= 1.000001)).toBe(true);
  });

  it('takes filters, and what the query says must be, which is not compared', async () => {
    expect(await library.titles('water', 'mode: SEMANTIC filter: { categories: ["cs"] }')).toEqual(['Flowing']);
    expect((await library.titles('water year:2021..2022', 'mode: SEMANTIC')).sort()).toEqual(['Flowing', 'Lakes']);
    expect(await library.titles('water -title:rivers', 'mode: SEMANTIC')).not.toContain('Rivers');
    expect(endpoint.asked.flat()).not.toContain('water year:2021..2022');
  });

  it('is paged through by similarity', async () => {
    const whole = await library.search('water downhill', 'mode: SEMANTIC');
    const first = await library.search('water downhill', 'mode: SEMANTIC first: 2');
    const rest = await library.search('water downhill', `mode: SEMANTIC first: 2 after: "${first.pageInfo.endCursor}"`);
    expect([...first.nodes, ...rest.nodes]).toEqual(whole.nodes);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  it('lists all papers where there is nothing to compare, and asks nobody', async () => {
    const before = endpoint.requests.length;
    expect(await library.search('', 'mode: SEMANTIC')).toMatchObject({
      totalCount: PAPERS.length,
      modeUsed: 'LEXICAL',
    });
    expect(endpoint.requests).toHaveLength(before);
  });
});

describe('search by both', () => {
  it('puts first what comes early in either list', async () => {
    const found = await library.search('flowing water', 'mode: HYBRID');
    expect(found.modeUsed).toBe('HYBRID');
    expect(found.edges[0]?.matchedBy).toEqual(expect.arrayContaining(['WORDS', 'MEANING']));
    expect(found.totalCount).toBe(PAPERS.length);
    const [best] = found.edges;
    expect(best?.score).toBeCloseTo(2 / 61, 2);
  });

  it('is paged through', async () => {
    const whole = await library.search('flowing water', 'mode: HYBRID');
    let after = '';
    const ids: string[] = [];
    for (let page = 0; page < PAPERS.length; page++) {
      const found = await library.search('flowing water', `mode: HYBRID first: 1 ${after}`);
      ids.push(...found.nodes.map(({ id }) => id));
      after = `after: "${found.pageInfo.endCursor}"`;
    }
    expect(ids).toEqual(whole.nodes.map(({ id }) => id));
  });
});

describe('where the endpoint fails', () => {
  const usual = endpointAnswer();
  function endpointAnswer() {
    let saved: EmbeddingServer['answerTo'];
    return { keep: () => (saved = endpoint.answerTo), bring: () => (endpoint.answerTo = saved) };
  }
  beforeAll(() => {
    usual.keep();
  });
  afterEach(() => {
    usual.bring();
  });

  it('search by meaning is unavailable, and search by both goes by words', async () => {
    const first = await library.search('hills and vertices', 'mode: HYBRID first: 1');
    endpoint.answerTo = () => answering({ error: { message: 'secret words of the endpoint' } }, 500);
    const refused = await library.errorOf('hills of sand', 'mode: SEMANTIC');
    expect(refused).toEqual({
      code: 'SEMANTIC_UNAVAILABLE',
      message: 'The embedding model does not answer now; try again later, or search with the mode LEXICAL.',
    });
    const found = await library.search('hills of sand', 'mode: HYBRID');
    expect(found).toMatchObject({ modeUsed: 'LEXICAL', nodes: [{ title: 'Lakes' }] });
    expect(first.modeUsed).toBe('HYBRID');
  });

  it('the second page of a search by both is no mixture', async () => {
    const first = await library.search('sea and people', 'mode: HYBRID first: 1');
    const again = await Library.open();
    await again.add(PAPERS);
    const after = `after: "${first.pageInfo.endCursor}"`;
    expect(await again.errorOf('sea and people', `mode: HYBRID first: 1 ${after}`)).toMatchObject({
      code: 'SEMANTIC_UNAVAILABLE',
    });
    const byWords = await again.search('sea and people', 'mode: HYBRID first: 1');
    expect(byWords.modeUsed).toBe('LEXICAL');
    const next = await library.search('sea and people', `mode: HYBRID first: 1 after: "${byWords.pageInfo.endCursor}"`);
    expect(next.modeUsed).toBe('LEXICAL');
    await again.close();
  });
});

describe('without an embedder', () => {
  it('search by meaning is unavailable, and search by both goes by words', async () => {
    const plain = await Library.open();
    await plain.add(PAPERS);
    expect(await plain.errorOf('water', 'mode: SEMANTIC')).toEqual({
      code: 'SEMANTIC_UNAVAILABLE',
      message: 'This deployment has no embedding model; search with the mode LEXICAL.',
    });
    expect(await plain.search('water', 'mode: HYBRID')).toMatchObject({ modeUsed: 'LEXICAL', totalCount: 2 });
    await plain.close();
  });
});
