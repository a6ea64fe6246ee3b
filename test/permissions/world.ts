import { revokeAccessToken } from '../../src/access/access-token.service';
import { recordChanges } from '../../src/changes/record-change';
import { nodeId } from '../../src/graphql/node';
import { Scope, UserRole } from '../../src/graphql/viewer';
import { indexMissingPapers } from '../../src/indexing/index-missing';
import { suspendUser } from '../../src/suspensions/suspension.service';
import { createUser } from '../../src/users/user.service';
import { issueToken } from '../support/access-tokens';
import { Fixtures } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';

/**
 * Every kind of caller. All is of `author`, whose tokens `readOnly`, `revoked` and `expired` are too; `author` and the
 * members hold tokens of every scope, so that it is the role that keeps them from moderating.
 */
export const CALLERS = [
  ...['nobody', 'member', 'otherMember', 'author', 'moderator', 'admin'],
  ...['suspended', 'readOnly', 'revoked', 'expired'],
] as const;
export type Caller = (typeof CALLERS)[number];

export interface World {
  server: TestServer;
  /** What each caller sends; nobody sends none. */
  tokens: Partial<Record<Caller, string>>;
  /** One thing of each type that has ids, under the type's name, and what some fields need to have something to show. */
  ids: Record<string, string>;
}

const A_DAY = 86_400_000;

export async function buildWorld(): Promise<World> {
  const server = await startTestServer();
  const { database } = server;
  const keys: Record<string, number> = {};
  const people: [Caller, UserRole][] = [
    ['author', 'MEMBER'],
    ['member', 'MEMBER'],
    ['otherMember', 'MEMBER'],
    ['moderator', 'MODERATOR'],
    ['admin', 'ADMIN'],
    ['suspended', 'MEMBER'],
  ];
  for (const [caller, role] of people) {
    keys[caller] = (await createUser(database, { handle: caller.toLowerCase(), role })).rowId;
  }
  const moderator = { userId: keys.moderator ?? 0, role: 'MODERATOR' as const };
  const suspension = { userId: keys.suspended ?? 0, reason: 'Insults.', endsAt: new Date(Date.now() + A_DAY) };
  await suspendUser(database, suspension, moderator);

  const issue = async (handle: string, scopes: Scope[], expiresAt: Date) => {
    return issueToken(database, { handle, scopes, expiresAt });
  };
  const tokens: World['tokens'] = {};
  const tomorrow = new Date(Date.now() + A_DAY);
  for (const [caller] of people) tokens[caller] = (await issue(caller.toLowerCase(), ['admin'], tomorrow)).secret;
  const revoked = await issue('author', ['admin'], tomorrow);
  await revokeAccessToken(database, revoked.token.rowId);
  const readOnly = await issue('author', ['read'], tomorrow);
  const expired = await issue('author', ['admin'], new Date(Date.now() - A_DAY));
  await database.pool.query('update access_tokens set last_used_at = now()');
  Object.assign(tokens, { revoked: revoked.secret, readOnly: readOnly.secret, expired: expired.secret });

  const things = await makeThings(server, keys);
  const ids = {
    ...things,
    AccessToken: nodeId('AccessToken', readOnly.token.rowId),
    revokedToken: nodeId('AccessToken', revoked.token.rowId),
    User: nodeId('User', keys.author ?? 0),
    suspendedUser: nodeId('User', keys.suspended ?? 0),
  };
  return { server, tokens, ids };
}

/** A paper with everything on it, all by the author, with a value in each column that may be null. */
async function makeThings({ database }: TestServer, keys: Record<string, number>): Promise<Record<string, string>> {
  const fixtures = new Fixtures(database);
  const { author = 0, member = 0, moderator = 0 } = keys;
  const [paper = 0, other = 0, named = 0, free = 0] = await fixtures.papers([
    { arxivId: '2501.00001', doi: '10.1000/1', publishedOn: '2025-01-01', categories: ['cs.LG'] },
    ...[{}, {}, {}],
  ]);
  const [writer = 0] = await fixtures.authors([{ name: 'A. Writer', orcid: '0000-0002-1825-0097' }]);
  await fixtures.authorships([
    { paper, author: writer, affiliation: 'Somewhere' },
    { paper: other, author: writer },
  ]);
  const [claim = 0] = await fixtures.claims([{ paper, user: author, state: 'VERIFIED', by: moderator }]);
  await fixtures.upvotes([{ paper, user: author }]);
  await recordChanges(database.pool, [
    { kind: 'PAPER_UPVOTED', actorId: author, subject: ['Paper', paper], paperId: paper },
  ]);
  const [root = 0, hidden = 0] = await fixtures.comments([
    { paper, author: member },
    { paper, author, state: 'HIDDEN', hiddenReason: 'Rude.' },
  ]);
  const [comment = 0] = await fixtures.comments([{ paper, author, parent: root, depth: 1 }]);
  await fixtures.comments([{ paper, author: member, parent: comment, depth: 2 }]);
  await fixtures.commentUpvotes([{ comment, user: author }]);
  await fixtures.mentions([{ comment, user: member }]);
  const [edit = 0] = await fixtures.commentEdits([{ comment }]);
  await fixtures.comments([{ paper: other, author: member, createdAt: new Date().toISOString() }]);
  const submittedAt = '2025-01-02T00:00:00Z';
  const [, listing = 0] = await fixtures.listings([
    { paper: other, date: '2025-01-01' },
    { paper, date: '2025-01-02', submittedBy: author, submittedAt },
    { paper: named, date: '2025-01-03' },
  ]);
  const [rejected = 0] = await fixtures.listings([{ paper: free, date: '2025-01-02', state: 'REJECTED' }]);
  const [link = 0] = await fixtures.links([{ paper, url: 'https://example.org/code', addedBy: author }]);
  await database.pool.query(`
    update users set avatar_url = 'https://pictures.example/author.png' where id = ${author};
    update papers set abstract = 'It works.' where id = ${paper};
    update paper_sources set source_id = '2501.00001' where paper_id = ${paper};
    update comments set edited_at = now() where id = ${comment};
    update submissions set note = 'Worth it.', arxiv_id = '2501.00001' where id = ${listing};
    update submissions set rejection = 'No paper.', submitted_by_name = 'Somebody' where id = ${rejected};`);
  const [disabledWebhook = 0, webhook = 0] = await fixtures.webhooks([
    { user: author, description: 'Mine.', disabledReason: 'It is gone.' },
    { user: author, previousSecret: true },
  ]);
  const [pending = 0, delivered = 0] = await fixtures.deliveries([
    { webhook, paper, responseStatus: 500, error: 'The receiver answered 500.' },
    { webhook, paper, state: 'DELIVERED' },
  ]);
  await indexMissingPapers(database);
  return {
    Author: nodeId('Author', writer),
    Authorship: nodeId('Authorship', `${paper}.1`),
    AuthorshipClaim: nodeId('AuthorshipClaim', claim),
    Comment: nodeId('Comment', comment),
    CommentEdit: nodeId('CommentEdit', edit),
    hiddenComment: nodeId('Comment', hidden),
    Edition: nodeId('Edition', '2025-01-02'),
    Paper: nodeId('Paper', paper),
    PaperLink: nodeId('PaperLink', link),
    Submission: nodeId('Submission', listing),
    Webhook: nodeId('Webhook', webhook),
    WebhookDelivery: nodeId('WebhookDelivery', delivered),
    disabledWebhook: nodeId('Webhook', disabledWebhook),
    pendingDelivery: nodeId('WebhookDelivery', pending),
    rejectedSubmission: nodeId('Submission', rejected),
  };
}
