import type { PaperRecord } from '../../src/ingestion/record';
import { importAll, arxivRecord } from '../ingestion/stored-state';
import { startTestServer, type TestServer } from '../support/test-server';

export interface Found {
  edges: {
    cursor: string;
    score: number;
    matchedBy: string[];
    node: { id: string; title: string };
    highlights: { field: string; fragments: { spans: { text: string; isMatch: boolean }[] }[] }[];
  }[];
  nodes: { id: string; title: string }[];
  totalCount: number;
  totalCountIsLowerBound: boolean;
  modeUsed: string;
  didYouMean: string | null;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const FOUND = `edges { cursor score matchedBy node { id title } } nodes { id title } totalCount totalCountIsLowerBound modeUsed didYouMean
  pageInfo { hasNextPage endCursor }`;

/** A library of papers that were imported, and the questions that a test asks of it. */
export class Library {
  private constructor(readonly server: TestServer) {}

  static async open(options: Parameters<typeof startTestServer>[0] = {}): Promise<Library> {
    return new Library(await startTestServer(options));
  }

  /** Imports papers, by arXiv ids that count on from `first`. */
  async add(papers: Partial<PaperRecord>[], first = 1): Promise<void> {
    const records = papers.map((paper, index) => arxivRecord(`2401.${String(first + index).padStart(5, '0')}`, paper));
    await importAll(this.server.database, records);
  }

  async search(query: string, args = ''): Promise<Found> {
    const { search } = await this.server.data<{ search: Found }>(
      `query ($query: String) { search(query: $query ${args}) { ${FOUND} } }`,
      { query },
    );
    return search;
  }

  /** The titles of what is found, in order. */
  async titles(query: string, args = ''): Promise<string[]> {
    return (await this.search(query, args)).nodes.map(({ title }) => title);
  }

  async errorOf(query: string, args = ''): Promise<{ code: string; message: string }> {
    const { errors } = await this.server.ask(`query ($query: String) { search(query: $query ${args}) { modeUsed } }`, {
      query,
    });
    const [error] = errors ?? [];
    return { code: error?.extensions.code ?? '', message: error?.message ?? '' };
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
