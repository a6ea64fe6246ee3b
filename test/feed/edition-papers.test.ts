import fc from 'fast-check';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

const DAY = '2025-02-01';

let server: TestServer;
let fixtures: Fixtures;
beforeAll(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
});
afterAll(() => server.close());
beforeEach(() => fixtures.clear());

interface Answer {
  edition: { papers: { edges: { rank: number; submission: { note: string | null }; node: { title: string } }[] } };
}

async function ranked(args = ''): Promise<string[]> {
  const query = `{ edition(date: "${DAY}") { papers${args} { edges { rank submission { id } node { title } } } } }`;
  const { edition } = await server.data<Answer>(query);
  return edition.papers.edges.map((edge) => `${edge.rank} ${edge.node.title}`);
}

describe('Edition.papers', () => {
  it('are those with the most upvotes first, then by position, whatever else is equal', async () => {
    const paper = fc.record({ upvotes: fc.integer({ min: 0, max: 2 }), position: fc.integer({ min: 1, max: 3 }) });
    const run = async (rows: { upvotes: number; position: number }[]) => {
      await fixtures.clear();
      const ids = await fixtures.papers(
        rows.map((row, index) => ({ title: `${index}`, importedUpvotes: row.upvotes })),
      );
      await fixtures.listings(
        rows.map((row, index) => ({ paper: ids[index] ?? 0, date: DAY, position: row.position })),
      );
      const model = rows
        .map((row, index) => ({ ...row, index }))
        .sort((a, b) => b.upvotes - a.upvotes || a.position - b.position || a.index - b.index)
        .map((row, index) => `${index + 1} ${row.index}`);
      expect(await ranked()).toEqual(model);
    };
    await fc.assert(fc.asyncProperty(fc.array(paper, { maxLength: 10 }), run), { numRuns: 40 });
  });

  it('keep their rank on every page, from either end', async () => {
    const papers = await fixtures.papers(['a', 'b', 'c', 'd'].map((title) => ({ title })));
    await fixtures.listings(papers.map((paper) => ({ paper, date: DAY })));
    expect(await ranked('(last: 2)')).toEqual(['3 c', '4 d']);
    expect(await ranked('(first: 2)')).toEqual(['1 a', '2 b']);
  });

  it('move with a vote', async () => {
    const token = await server.signUp('mover');
    const papers = await fixtures.papers([{ title: 'first' }, { title: 'second' }]);
    await fixtures.listings(papers.map((paper) => ({ paper, date: DAY })));
    expect(await ranked()).toEqual(['1 first', '2 second']);
    const { paper } = await server.data<{ paper: { id: string } }>(
      `{ paper(slug: "${await slugOf('second')}") { id } }`,
    );
    await server.data(`mutation { upvotePaper(input: { paperId: "${paper.id}" }) { userErrors { code } } }`, {}, token);
    expect(await ranked()).toEqual(['1 second', '2 first']);
  });

  it('leave out what is pending or rejected, and what stands on other days', async () => {
    const [a = 0, b = 0, c = 0, d = 0] = await fixtures.papers(['a', 'b', 'c', 'd'].map((title) => ({ title })));
    await fixtures.listings([
      { paper: a, date: DAY },
      { paper: b, date: DAY, state: 'PENDING' },
      { paper: c, date: DAY, state: 'REJECTED' },
      { paper: d, date: '2025-02-02' },
    ]);
    expect(await ranked()).toEqual(['1 a']);
  });
});

describe('Submission', () => {
  it('says who put which paper on which edition', async () => {
    const [user = 0] = await fixtures.users(['curator']);
    const papers = await fixtures.papers([{ title: 'by a person' }, { title: 'by a source' }]);
    const submittedAt = '2025-02-01T08:00:00.000Z';
    await fixtures.listings([
      { paper: papers[0] ?? 0, date: DAY, submittedBy: user, submittedAt },
      { paper: papers[1] ?? 0, date: DAY },
    ]);
    const query = `{ edition(date: "${DAY}") { papers { edges { submission {
      state submittedAt submittedByName note rejection submittedBy { handle } edition { date } paper { title submission { state } }
    } } } } }`;
    const unknown = { state: 'LISTED', submittedByName: null, note: null, rejection: null, edition: { date: DAY } };
    const edges = [
      {
        submission: {
          ...unknown,
          submittedAt,
          submittedBy: { handle: 'curator' },
          paper: { title: 'by a person', submission: { state: 'LISTED' } },
        },
      },
      {
        submission: {
          ...unknown,
          submittedAt: null,
          submittedBy: null,
          paper: { title: 'by a source', submission: { state: 'LISTED' } },
        },
      },
    ];
    expect(await server.data(query)).toEqual({ edition: { papers: { edges } } });
  });
});

async function slugOf(title: string): Promise<string> {
  const { rows } = await server.database.pool.query<{ slug: string }>('select slug from papers where title = $1', [
    title,
  ]);
  return rows[0]?.slug ?? '';
}
