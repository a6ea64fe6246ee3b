import type { GraphQLResolveInfo } from 'graphql';
import { Author } from '../authors/author.entity';
import { KeysetRequest, MAX_PAGE_SIZE, pageFlags } from '../db/keyset';
import { rowClass } from '../db/row-class';
import { PageArguments } from '../graphql/page';
import { showsOnly } from '../graphql/selection';
import type { Page, ShownEdge } from '../paging/connection';
import { encodeCursor, keysetRequest, listFingerprint } from '../paging/cursor';
import { needsAuthorNames } from '../papers/paper-columns';
import type { Paper } from '../papers/paper.entity';

/** The list that cursors of authors are bound to. */
export const PAPER_AUTHORS = 'Paper.authors';

needsAuthorNames('authors');

/** What a list of authors can show that knows nothing but names, as most do. */
const SHOWN_BY_NAMES = new Set([
  ...['edges', 'node', 'nodes', 'cursor', 'position', 'name', '__typename', 'totalCount', 'totalCountIsLowerBound'],
  ...['pageInfo', 'hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'],
]);

export const isShownByNames = (info: GraphQLResolveInfo): boolean => showsOnly(info, SHOWN_BY_NAMES);

const AuthorByName = rowClass(Author, ['name']);

/** An author of whom nothing is known but the name. What is made of it is made for those who look at it. */
class NamedEdge implements ShownEdge<Author> {
  constructor(
    private readonly name: string,
    readonly position: number,
    private readonly fingerprint: () => string,
  ) {}

  get node(): Author {
    return new AuthorByName([this.name]);
  }

  get cursor(): string {
    return encodeCursor(this.fingerprint(), [this.position]);
  }
}

/** A page of the authors of a paper by the names that came with it, without a statement; null where those do not reach. */
export function pageOfNames({ rowId, authorNames }: Paper, args: PageArguments): Page<ShownEdge<Author>> | null {
  const fingerprint = () => listFingerprint(PAPER_AUTHORS, rowId);
  const request = keysetRequest(args, ['integer'], fingerprint);
  if (!authorNames) return null;
  const page = positionsOf(request, authorNames.length);
  if (!isWhole(authorNames) && page.looksTo > authorNames.length) return null;
  const edges = authorNames
    .slice(page.from, page.to)
    .map((name, at) => new NamedEdge(name, page.from + at + 1, fingerprint));
  return { edges, ...pageFlags(request, page.hasMore) };
}

/** How many authors a paper names, where the names that came with it are all; else null. */
export function countOfNames({ authorNames }: Paper): number | null {
  return authorNames && isWhole(authorNames) ? authorNames.length : null;
}

/** One more is kept than a page may have. */
const isWhole = (names: string[]): boolean => names.length <= MAX_PAGE_SIZE;

/** Behind which position of so many a page begins and with which it ends, and up to which one it takes to know that. */
function positionsOf({ size, backwards, after, before }: KeysetRequest, count: number) {
  const start = Math.max(Number(after?.[0] ?? 0), 0);
  const last = before ? Number(before[0]) - 1 : Infinity;
  const end = Math.max(Math.min(last, count), start);
  if (backwards) {
    const from = Math.max(end - size, start);
    return { from, to: end, hasMore: from > start, looksTo: last };
  }
  const to = Math.min(start + size, end);
  return { from: start, to, hasMore: to < end, looksTo: Math.min(start + size + 1, last) };
}
