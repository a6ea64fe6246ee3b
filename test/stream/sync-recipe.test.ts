import { importAll, arxivRecord } from '../ingestion/stored-state';
import { pollUntil } from '../../src/lib/poll-until';
import { mergePapers } from '../../src/merging/merge-papers.service';
import { setUserRole } from '../../src/users/user.service';
import { nodeId } from '../../src/graphql/node';
import { today } from '../../src/lib/today';
import { upTo } from '../support/fixtures';
import { startTestServer, type TestServer } from '../support/test-server';

interface CopiedPaper {
  id: string;
  title: string;
  abstract: string | null;
  upvoteCount: number;
  commentCount: number;
  links: { url: string }[];
  submission: { edition: { date: string } } | null;
}

const PAPER = 'id title abstract upvoteCount commentCount links { url } submission { edition { date } }';

interface PaperPage {
  papers: { nodes: CopiedPaper[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

interface ChangePage {
  changes: {
    nodes: { subjectId: string; subject: object | null; paper: CopiedPaper | null }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

/** A copy of all papers, made and kept by what README.md says under "Follow" and by nothing else. */
class Mirror {
  readonly papers = new Map<string, CopiedPaper>();
  private cursor = '';

  constructor(private readonly server: TestServer) {}

  async begin(): Promise<void> {
    const { changes } = await this.server.data<{ changes: { headCursor: string } }>(
      '{ changes(first: 0) { headCursor } }',
    );
    this.cursor = changes.headCursor;
    for (const paper of await allPapers(this.server)) this.papers.set(paper.id, paper);
  }

  /** Answers whether there is more. */
  async follow(): Promise<boolean> {
    const { changes } = await this.server.data<ChangePage>(
      `query($after: String) {
        changes(first: 50, after: $after) {
          nodes { subjectId subject { __typename } paper { ${PAPER} } }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { after: this.cursor },
    );
    for (const { subjectId, subject, paper } of changes.nodes) {
      if (paper) this.papers.set(paper.id, paper);
      if (!subject) this.papers.delete(subjectId);
    }
    this.cursor = changes.pageInfo.endCursor;
    return changes.pageInfo.hasNextPage;
  }
}

async function allPapers(server: TestServer): Promise<CopiedPaper[]> {
  const papers: CopiedPaper[] = [];
  let after: string | null = null;
  for (let isMore = true; isMore;) {
    const page: PaperPage = await server.data(
      `query($after: String) {
        papers(first: 20, after: $after, orderBy: { field: CREATED_AT, direction: ASC }) {
          nodes { ${PAPER} } pageInfo { hasNextPage endCursor }
        }
      }`,
      { after },
    );
    papers.push(...page.papers.nodes);
    ({ hasNextPage: isMore, endCursor: after } = page.papers.pageInfo);
  }
  return papers;
}

const byId = (papers: Iterable<CopiedPaper>) => [...papers].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('the recipe for a copy', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startTestServer({ sample: true })));
  afterAll(() => server.close());

  const mutate = (name: string, input: object, token: string, answer = 'userErrors { message }') =>
    server.data<Record<string, { comment?: { id: string } | null }>>(
      `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${answer} } }`,
      { input },
      token,
    );

  /** What was committed last can be read once every transaction before it is known to be over, which may be a moment later. */
  async function followUntil(mirror: Mirror, wanted: CopiedPaper[]): Promise<void> {
    const isThere = async () => {
      while (await mirror.follow()) continue;
      return JSON.stringify(byId(mirror.papers.values())) === JSON.stringify(wanted) || undefined;
    };
    await pollUntil(isThere, { withinMs: 20_000, everyMs: 10 });
  }

  /** A person who votes, takes votes back, comments, takes comments back, and leaves. */
  async function live(handle: string, papers: string[]): Promise<void> {
    const token = await server.signUp(handle, ['write']);
    for (const [index, paperId] of papers.entries()) {
      await mutate('upvotePaper', { paperId }, token);
      const { addComment } = await mutate('addComment', { paperId, body: 'Well.' }, token, 'comment { id }');
      if (index % 2 === 0) await mutate('removePaperUpvote', { paperId }, token);
      // None where the paper became part of another one a moment ago.
      const commentId = addComment?.comment?.id;
      if (index % 3 === 0 && commentId) await mutate('deleteComment', { commentId }, token);
    }
    await mutate('deleteAccount', { handle }, token);
  }

  /** New papers, and others of which more is known each time. */
  async function importSome(): Promise<void> {
    for (const round of upTo(10)) {
      const records = upTo(20).map((number) =>
        arxivRecord(`2501.${String(10_000 + number + 5 * round)}`, {
          title: `Paper ${number + 5 * round}`,
          abstract: `As it was in round ${round}.`,
          reportedAt: new Date(Date.UTC(2025, 0, round)).toISOString(),
        }),
      );
      await importAll(server.database, records);
    }
  }

  /** Papers of the sample that become one, some of them while people vote for them and comment on them. */
  async function mergeSome(): Promise<void> {
    for (const [from = 0, into = 0] of [
      [12, 11],
      [2, 1],
      [6, 20],
      [21, 5],
    ]) {
      await mergePapers(server.database, from, into);
    }
  }

  it('ends equal, beside people, imports and merges that write while it is made', async () => {
    const papers = upTo(12).map((number) => nodeId('Paper', number));
    const mirror = new Mirror(server);
    let isOver = false;
    const writing = Promise.all([
      live('ada', papers),
      live('bea', [...papers].reverse()),
      live('cyd', papers.slice(3)),
      importSome(),
      mergeSome(),
    ]).finally(() => (isOver = true));
    await mirror.begin();
    while (!isOver) await mirror.follow();
    await writing;
    const wanted = byId(await allPapers(server));
    await followUntil(mirror, wanted);
    expect(byId(mirror.papers.values())).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(80);
  });

  it('follows each kind of change by itself', async () => {
    const mirror = new Mirror(server);
    await mirror.begin();
    const token = await server.signUp('dan', ['moderate']);
    await setUserRole(server.database, 'dan', 'MODERATOR');
    const paperId = nodeId('Paper', 20);
    const comment = async () => {
      const { addComment } = await mutate('addComment', { paperId, body: 'Well.' }, token, 'comment { id }');
      return addComment?.comment?.id;
    };
    let commentId: string | undefined;
    const steps: Record<string, () => Promise<unknown>> = {
      vote: () => mutate('upvotePaper', { paperId }, token),
      unvote: () => mutate('removePaperUpvote', { paperId }, token),
      comment: async () => (commentId = await comment()),
      hide: () => mutate('hideComment', { commentId, reason: 'Rude.' }, token),
      unhide: () => mutate('unhideComment', { commentId }, token),
      'delete a comment': () => mutate('deleteComment', { commentId }, token),
      link: () => mutate('addPaperLink', { paperId, url: 'https://example.org/code', kind: 'CODE' }, token),
      'import a new paper': () =>
        importAll(server.database, [
          arxivRecord('2502.00001', { publishedOn: today('UTC'), reportedAt: '2025-02-01T00:00:00Z' }),
        ]),
      'import a new title': () =>
        importAll(server.database, [
          arxivRecord('2502.00001', { title: 'Another title', reportedAt: '2025-02-02T00:00:00Z' }),
        ]),
      'import another record of it': () =>
        importAll(server.database, [{ format: 'arxiv-lines', doi: '10.1000/1', title: 'As a journal has it' }]),
      merge: async () => {
        const { rows } = await server.database.pool.query<{ id: number }>(
          `select id from papers where doi = '10.1000/1' or arxiv_id = '2502.00001' order by doi nulls last`,
        );
        return mergePapers(server.database, rows[0]!.id, rows[1]!.id);
      },
      submit: () => mutate('submitPaper', { paper: '2502.00001' }, token),
      'comment before leaving': comment,
      'vote before leaving': () => mutate('upvotePaper', { paperId }, token),
      leave: () => mutate('deleteAccount', { handle: 'dan' }, token),
    };
    for (const [step, take] of Object.entries(steps)) {
      const before = JSON.stringify(byId(mirror.papers.values()));
      await take();
      const wanted = byId(await allPapers(server));
      await followUntil(mirror, wanted);
      const copy = byId(mirror.papers.values());
      expect([step, copy]).toEqual([step, wanted]);
      expect([step, JSON.stringify(copy) === before]).toEqual([step, false]);
    }
  });
});
