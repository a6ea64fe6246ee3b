import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ sample: true });
});
afterAll(() => server.close());

interface Answer {
  papers: {
    totalCount: number;
    nodes: { title: string; authorCount: number | null; publishedOn: string | null; commentCount: number }[];
  };
}

/** The first paper of the page, which is printed without its authors and its day. */
const BARE = 'Robust Layerwise Scaling Rules by Proper Weight Decay Tuning';

describe('the bundled listing', () => {
  it('is served as 36 papers with what the page tells of them, the newest first and the one without a day last', async () => {
    const query = '{ papers(first: 100) { totalCount nodes { title authorCount publishedOn commentCount } } }';
    const { papers } = await server.data<Answer>(query);
    expect(papers.totalCount).toBe(36);
    expect(papers.nodes).toHaveLength(36);
    const dated = papers.nodes.slice(0, -1);
    const days = dated.map((paper) => paper.publishedOn ?? 'unknown');
    expect(days).toEqual([...days].sort().reverse());
    expect(days.filter((day) => !/^\d{4}-\d\d-\d\d$/.test(day))).toEqual([]);
    expect(dated.filter((paper) => !paper.authorCount)).toEqual([]);
    expect(papers.nodes.at(-1)).toMatchObject({ title: BARE, authorCount: null, publishedOn: null });
  });

  it('is the edition of its day, in the order of the page', async () => {
    const query = `{ edition { date paperCount previousDate nextDate papers(first: 3) { edges { rank node { title } } totalCount } } }`;
    const titles = [
      BARE,
      'Scaling Diffusion Transformers Efficiently via $μ$P',
      'Dynamic Constrained Submodular Optimization with Polylogarithmic Update Time',
    ];
    const edges = titles.map((title, index) => ({ rank: index + 1, node: { title } }));
    const day = { date: '2025-12-10', paperCount: 36, previousDate: null, nextDate: null };
    expect(await server.data(query)).toEqual({ edition: { ...day, papers: { edges, totalCount: 36 } } });
  });
});
