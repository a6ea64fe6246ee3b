import { nodeId } from '../../src/graphql/node';
import { foldText } from '../../src/lib/fold-text';
import { apiSchema } from '../../src/schema';
import { setUserRole } from '../../src/users/user.service';
import { valueAt } from '../permissions/ways';
import { Fixtures } from '../support/fixtures';
import { HOSTILE_TEXTS } from '../support/hostile-texts';
import { startTestServer, TestServer } from '../support/test-server';
import { textPositions } from './text-positions';

const texts = Object.entries(HOSTILE_TEXTS);
const UNPRINTABLE = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

/** How to send a text and where the answer shows it, under the name `field`. Each text has rows of its own, of number `at`. */
interface Kept {
  inputFor: (at: number, text: string) => object;
  shown: string;
  /** What is kept in its place; null where it is refused. The text itself, without white space at its ends, if not named here. */
  keptAs?: (text: string) => string | null;
}

const id = (type: string, at: number) => nodeId(type, at + 1);
const arxivId = (number: number) => `2501.${String(number).padStart(5, '0')}`;
const refused = () => null;

/** They take turns, as nobody may have a claim pending for each text. */
const MODERATORS = ['moderator-1', 'moderator-2'];

/** Every text of a mutation that is kept, by mutation and field. */
const KEPT: Record<string, Kept> = {
  'addComment.body': {
    inputFor: (at, body) => ({ paperId: id('Paper', at), body }),
    shown: 'comment { field: body }',
  },
  'editComment.body': {
    inputFor: (at, body) => ({ commentId: id('Comment', at), body }),
    shown: 'comment { field: body }',
  },
  'hideComment.reason': {
    inputFor: (at, reason) => ({ commentId: id('Comment', at), reason }),
    shown: 'comment { field: hiddenReason }',
  },
  'claimAuthorship.evidence': {
    inputFor: (at, evidence) => ({ authorshipId: nodeId('Authorship', `${at + 1}.1`), evidence }),
    shown: 'claim { field: evidence }',
  },
  'reviewClaim.reason': {
    inputFor: (at, reason) => ({ claimId: id('AuthorshipClaim', at), decision: 'REJECT', reason }),
    shown: 'claim { field: reviewReason }',
  },
  'createAccessToken.name': {
    inputFor: (_at, name) => ({ name, scopes: ['READ'] }),
    // Shown, so that the search for secrets knows it.
    shown: 'accessToken { field: name } secret',
  },
  'createWebhook.description': {
    inputFor: (_at, description) => ({ url: 'https://example.org/', description }),
    shown: 'webhook { field: description } secret',
  },
  'createWebhook.url': { inputFor: (_at, url) => ({ url }), shown: 'webhook { field: url } secret', keptAs: refused },
  'updateWebhook.description': {
    inputFor: (at, description) => ({ webhookId: id('Webhook', at), description }),
    shown: 'webhook { field: description }',
  },
  'updateWebhook.url': {
    inputFor: (at, url) => ({ webhookId: id('Webhook', at), url }),
    shown: 'webhook { field: url }',
    keptAs: refused,
  },
  'submitPaper.note': {
    inputFor: (at, note) => ({ paper: arxivId(at + 1), note }),
    shown: 'submission { field: note }',
  },
  'removeSubmission.reason': {
    inputFor: (at, reason) => ({ submissionId: id('Submission', at), reason }),
    shown: 'submission { field: rejection }',
  },
  'suspendUser.reason': {
    inputFor: (at, reason) => ({ userId: id('User', at + MODERATORS.length), reason }),
    shown: 'user { suspension { field: reason } }',
  },
  'updateProfile.name': {
    inputFor: (_at, name) => ({ name }),
    shown: 'user { field: name }',
    keptAs: (text) => (UNPRINTABLE.test(foldText(text)) ? null : foldText(text)),
  },
  'updateProfile.handle': { inputFor: (_at, handle) => ({ handle }), shown: 'user { field: handle }', keptAs: refused },
  'updateProfile.avatarUrl': {
    inputFor: (_at, avatarUrl) => ({ avatarUrl }),
    shown: 'user { field: avatarUrl }',
    keptAs: refused,
  },
  'addPaperLink.url': {
    inputFor: (at, url) => ({ paperId: id('Paper', at), url }),
    shown: 'link { field: url }',
    keptAs: refused,
  },
};

/** What is only looked for: other tests send it texts of nothing. */
const NOT_KEPT = ['deleteAccount.handle', 'submitPaper.paper'];

let server: TestServer;
const tokens: string[] = [];
beforeAll(async () => {
  const limits = { webhooksPerUser: 1_000 };
  server = await startTestServer({ limits, submissionRules: { maxPerDay: 100, maxAgeDays: null } });
  for (const handle of MODERATORS) {
    tokens.push(await server.signUp(handle, ['admin']));
    await setUserRole(server.database, handle, 'ADMIN');
  }
  await makeRows(new Fixtures(server.database));
});
afterAll(() => server.close());

/** Of all that a mutation writes to, a row for each text. */
async function makeRows(fixtures: Fixtures): Promise<void> {
  const numbers = texts.map((_, at) => at + 1);
  const people = await fixtures.users(numbers.map((number) => `person-${number}`));
  const papers = await fixtures.papers(numbers.map((number) => ({ arxivId: arxivId(number) })));
  const listed = await fixtures.papers(numbers.map(() => ({})));
  const [author = 0] = await fixtures.authors([{ name: 'A. Writer' }]);
  await fixtures.authorships(papers.map((paper) => ({ paper, author })));
  await fixtures.claims(papers.map((paper, at) => ({ paper, user: people[at] ?? 0 })));
  await fixtures.comments(papers.map((paper, at) => ({ paper, author: 1 + (at % MODERATORS.length) })));
  await fixtures.webhooks(papers.map((_, at) => ({ user: 1 + (at % MODERATORS.length) })));
  await fixtures.listings(listed.map((paper) => ({ paper, date: '2025-01-01' })));
}

async function send(mutation: string, at: number, text: string) {
  const [name = ''] = mutation.split('.');
  const { inputFor, shown } = KEPT[mutation]!;
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { done: ${name}(input: $input) { ${shown} userErrors { code message } } }`;
  const input = inputFor(at, text);
  return server.data<{ done: { userErrors: object[] } }>(query, { input }, tokens[at % MODERATORS.length]);
}

describe('texts of mutations', () => {
  it('are all here', () => {
    const own = ['clientMutationId', 'idempotencyKey'];
    const sent = textPositions(apiSchema())
      .filter(
        ({ type, scalar, path }) => type === 'Mutation' && scalar === 'String' && !own.includes(path.at(-1) ?? ''),
      )
      .map(({ field, path }) => `${field}.${path.at(-1)}`);
    expect([...Object.keys(KEPT), ...NOT_KEPT].sort()).toEqual(sent.sort());
  });
});

describe.each(Object.keys(KEPT))('%s', (mutation) => {
  const { keptAs = (text: string) => text } = KEPT[mutation]!;

  it.each(texts.map(([what, text], at) => ({ what, text, at })))('keeps or refuses $what', async ({ text, at }) => {
    const expected = keptAs(text);
    const data = await send(mutation, at, ` ${text}\t`);
    if (expected === null) {
      expect(data.done.userErrors).toEqual([
        { code: expect.any(String) as string, message: expect.stringMatching(/\.$/) as string },
      ]);
    } else {
      expect(data.done.userErrors).toEqual([]);
      expect(valueAt(data)).toBe(expected);
    }
  });
});
