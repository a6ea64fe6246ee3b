import type { TestServer } from '../support/test-server';

export interface ListPage {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** A list as it stands in a query: `LIST(papers, "orderBy: …")` is what is to be paged through. */
export type ListQuery = (list: (field: string, args?: string) => string) => string;

const PAGE = `{
  edges { cursor node { id } }
  nodes { id }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
}`;

/** Asks for one page; `paging` is as a client writes it, `first: 3, after: "…"`. */
export async function pageOf(server: TestServer, query: ListQuery, paging: string, token?: string): Promise<ListPage> {
  const text = query((field, args = '') => `list: ${field}(${paging} ${args}) ${PAGE}`);
  return findList(await server.data<object>(text, {}, token));
}

/** Every page from the front, by `first` and `after`. */
export function pagesForwards(server: TestServer, query: ListQuery, size: number, token?: string): Promise<ListPage[]> {
  return walk(async (cursor) => {
    const page = await pageOf(server, query, `first: ${size} ${cursor ? `after: "${cursor}"` : ''}`, token);
    return { page, next: page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null };
  });
}

/** Every page from the end, by `last` and `before`; the last page comes first. */
export function pagesBackwards(
  server: TestServer,
  query: ListQuery,
  size: number,
  token?: string,
): Promise<ListPage[]> {
  return walk(async (cursor) => {
    const page = await pageOf(server, query, `last: ${size} ${cursor ? `before: "${cursor}"` : ''}`, token);
    return { page, next: page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null };
  });
}

export const idsOnPages = (pages: ListPage[]): string[] => pages.flatMap((page) => page.nodes.map((node) => node.id));

async function walk(
  step: (cursor: string | null) => Promise<{ page: ListPage; next: string | null }>,
): Promise<ListPage[]> {
  const pages: ListPage[] = [];
  let cursor: string | null = null;
  do {
    const { page, next } = await step(cursor);
    pages.push(page);
    cursor = next;
    if (pages.length > 200) throw new Error('The list does not end: its cursors lead in a circle.');
  } while (cursor !== null);
  return pages;
}

function findList(value: object): ListPage {
  if ('list' in value) return value.list as ListPage;
  const [inner] = Object.values(value) as object[];
  if (!inner) throw new Error('The answer holds no list.');
  return findList(inner);
}
