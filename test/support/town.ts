import { nodeId } from '../../src/graphql/node';
import { indexMissingPapers } from '../../src/indexing/index-missing';
import { setUserRole } from '../../src/users/user.service';
import { issueToken } from './access-tokens';
import { CommentRow, Fixtures, upTo } from './fixtures';
import { startTestServer, TestServer } from './test-server';

/** Names whose order depends on how capitals of other alphabets are written small, with two that are equal but for case. */
const NAMES = 'ada|Ada|Bohr|Ömer|öMer|İnan|inan|ΟΔΥΣΣΕΥΣ|οδυσσευσ|Ẑ|山田|Bo|B|"quoted"|Zoë'.split('|');
const SIZE = NAMES.length;
/** Papers that have no part in those lists, each on an edition of its own. */
const OTHERS = 6;
const LISTING_DAY = '2025-01-01';

export interface Town {
  server: TestServer;
  /** Of the user who voted for, wrote, submitted and owns everything that one person can. */
  token: string;
  /** The keys of the rows, in the order of their making. */
  papers: number[];
  authors: number[];
  users: number[];
  comments: number[];
  listings: number[];
  links: number[];
  /** A claim of the citizen. */
  claim: number;
  /** Global ids of the one thing that has many others. */
  ids: Record<'paper' | 'author' | 'authorship' | 'user' | 'comment' | 'edition' | 'webhook', string>;
}

/** A server with lists of fifteen behind the first paper, author, user, edition and comment; their sort keys have ties and gaps. */
export async function buildTown(): Promise<Town> {
  const server = await startTestServer();
  const fixtures = new Fixtures(server.database);
  const token = await server.signUp('citizen', ['moderate']);
  await setUserRole(server.database, 'citizen', 'MODERATOR');
  const users = [1, ...(await fixtures.users(upTo(SIZE - 1).map((number) => `neighbour-${number}`)))];
  const authors = await fixtures.authors(NAMES.map((name) => ({ name })));
  const papers = await fixtures.papers(
    upTo(SIZE + OTHERS).map((number) => ({
      publishedOn: number % 4 === 0 ? null : `2025-01-0${1 + (number % 3)}`,
      importedUpvotes: number % 3,
      createdAt: `2025-03-01T00:00:00.00${number % 5}Z`,
    })),
  );
  const [paper = 0] = papers;
  const [author = 0] = authors;
  await fixtures.authorships([
    ...authors.map((each) => ({ paper, author: each, affiliation: 'Somewhere' })),
    ...papers.slice(1, SIZE).map((other) => ({ paper: other, author })),
  ]);

  const votedAt = (number: number) => `2025-04-01T00:00:00.00${number % 4}Z`;
  await fixtures.upvotes([
    ...users.map((user, index) => ({ paper, user, votedAt: votedAt(index) })),
    ...papers.slice(1, SIZE).map((other, index) => ({ paper: other, user: 1, votedAt: votedAt(index) })),
  ]);
  const listings = await fixtures.listings(
    papers.map((listed, index) => ({
      paper: listed,
      date: index < SIZE ? LISTING_DAY : `2025-02-${10 + index - SIZE}`,
      position: 1 + Math.floor(index / 2),
      submittedBy: 1,
      submittedAt: index % 3 === 0 ? null : `2025-01-01T00:00:00.00${index % 4}Z`,
    })),
  );
  const comments = await writeThread(fixtures, paper);
  await fixtures.commentEdits(upTo(SIZE).map(() => ({ comment: comments[0] ?? 0 })));
  await fixtures.commentUpvotes(
    comments.slice(2, 9).flatMap((comment, index) => users.slice(0, index % 3).map((user) => ({ comment, user }))),
  );
  const [verified] = await fixtures.claims(
    papers.slice(0, SIZE).map((of) => ({ paper: of, user: 1, state: 'VERIFIED' })),
  );
  await fixtures.claims(users.slice(1).map((user) => ({ paper, user })));
  // On a paper of no other list, by neighbours who moved in just now.
  const justNow = (number: number) => new Date(Date.now() - 60_000 + (number % 5)).toISOString();
  await fixtures.comments(
    users.slice(1).map((user, index) => ({ paper: papers.at(-1) ?? 0, author: user, createdAt: justNow(index) })),
  );
  const links = await fixtures.links(papers.map((of) => ({ paper: of, url: `https://example.org/${of}`, addedBy: 1 })));
  for (const number of upTo(SIZE)) {
    await issueToken(server.database, { handle: 'citizen', name: `t${number}`, scopes: ['read'] });
  }
  const [webhook = 0] = await fixtures.webhooks(upTo(SIZE).map(() => ({ user: 1 })));
  await fixtures.deliveries(upTo(SIZE).map(() => ({ webhook, paper })));
  await indexMissingPapers(server.database);
  const ids = {
    paper: nodeId('Paper', paper),
    author: nodeId('Author', author),
    authorship: nodeId('Authorship', `${paper}.1`),
    user: nodeId('User', 1),
    comment: nodeId('Comment', comments[0] ?? 0),
    edition: nodeId('Edition', LISTING_DAY),
    webhook: nodeId('Webhook', webhook),
  };
  return { server, token, papers, authors, users, comments, listings, links, claim: verified ?? 0, ids };
}

/** Five comments, nine replies to the first, of which one is hidden, and a reply to each of three replies; times repeat. */
async function writeThread(fixtures: Fixtures, paper: number): Promise<number[]> {
  const createdAt = (number: number) => `2025-05-01T00:00:00.00${number % 3}Z`;
  const written = (parents: (number | null)[], depth: number): CommentRow[] =>
    parents.map((parent, index) => ({ paper, author: 1, parent, depth, createdAt: createdAt(index) }));
  const roots = await fixtures.comments(written([null, null, null, null, null], 0));
  const replies = await fixtures.comments(written(Array<number>(9).fill(roots[0] ?? 0), 1));
  const hidden = {
    paper,
    author: 1,
    parent: roots[0] ?? 0,
    depth: 1,
    state: 'HIDDEN' as const,
    createdAt: createdAt(1),
  };
  const others = await fixtures.comments([...written(replies.slice(0, 3), 2), hidden]);
  return [...roots, ...replies, ...others];
}
