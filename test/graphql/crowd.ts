import { indexMissingPapers } from '../../src/indexing/index-missing';
import { setUserRole } from '../../src/users/user.service';
import { Fixtures, upTo } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

/** A hundred of everything, where each has others of its own: statements by the row would be hundreds. */
export interface Crowd {
  server: TestServer;
  token: string;
  papers: number[];
  authors: number[];
  users: number[];
  comments: number[];
  replies: number[];
  listings: number[];
  links: number[];
  claims: number[];
  /** All of the one who asks. */
  webhooks: number[];
  deliveries: number[];
  dates: string[];
}

const SIZE = 100;

export async function gatherCrowd(): Promise<Crowd> {
  const server = await startTestServer();
  const fixtures = new Fixtures(server.database);
  const token = await server.signUp('first', ['moderate']);
  await setUserRole(server.database, 'first', 'MODERATOR');
  const users = [1, ...(await fixtures.users(upTo(SIZE - 1).map((number) => `user-${number}`)))];
  const authors = await fixtures.authors(upTo(SIZE).map((number) => ({ name: `Author ${number}` })));
  const papers = await fixtures.papers(
    upTo(SIZE).map((number) => ({ title: `On topic${Math.ceil(number / 2)}`, publishedOn: '2025-01-01' })),
  );
  const dates = papers.map((_, index) => new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10));

  await fixtures.authorships(
    papers.flatMap((paper, index) => upTo(3).map((step) => ({ paper, author: authors[(index + step) % SIZE] ?? 0 }))),
  );
  await fixtures.upvotes(
    papers.flatMap((paper, index) => upTo(3).map((step) => ({ paper, user: users[(index + step) % SIZE] ?? 0 }))),
  );
  const listings = await fixtures.listings(
    papers.map((paper, index) => ({ paper, date: dates[index] ?? '', submittedBy: users[index] ?? 0 })),
  );
  const byEach = papers.map((paper, index) => ({ paper, author: users[index] ?? 0 }));
  const comments = await fixtures.comments(byEach);
  const replies = await fixtures.comments(
    byEach.map((row, index) => ({ ...row, depth: 1, parent: comments[index] ?? 0 })),
  );
  await fixtures.commentEdits(comments.map((comment) => ({ comment })));
  await fixtures.mentions(comments.map((comment, index) => ({ comment, user: users[index] ?? 0 })));
  const links = await fixtures.links(
    papers.map((paper, index) => ({ paper, url: 'https://example.org/code', addedBy: users[index] ?? 0 })),
  );
  const claims = await fixtures.claims(
    papers.map((paper, index) => ({ paper, user: users[index] ?? 0, state: 'VERIFIED', by: 1 })),
  );
  await fixtures.suspensions(users.slice(1).map((user) => ({ user, by: 1 })));
  const webhooks = await fixtures.webhooks(upTo(SIZE).map(() => ({ user: 1 })));
  const deliveries = await fixtures.deliveries(
    webhooks.map((webhook, index) => ({ webhook, paper: papers[index] ?? 0, state: 'DELIVERED' })),
  );
  await indexMissingPapers(server.database);
  const listed = { papers, authors, users, comments, replies, listings, links, claims, webhooks, deliveries, dates };
  return { server, token, ...listed };
}
