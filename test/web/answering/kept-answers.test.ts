import type { GraphQLObjectType } from 'graphql';
import { nodeId } from '../../../src/graphql/node';
import { mergePapers } from '../../../src/merging/merge-papers.service';
import { setUserRole } from '../../../src/users/user.service';
import type { PaperRecord } from '../../../src/ingestion/record';
import { apiSchema } from '../../../src/schema';
import { BY_ANY_PAPER, BY_ITS_PAPERS } from '../../../src/web/answering/moved-by';
import { arxivRecord, importAll } from '../../ingestion/stored-state';
import { holdTable } from '../../faults/held-table';
import { scrape } from '../../metrics/scrape';
import { upTo } from '../../support/fixtures';
import { randomNumbers } from '../../support/random-numbers';
import { startTestServer, TestServer } from '../../support/test-server';

const CARD =
  'id title slug upvoteCount commentCount trendingScore authors(first: 5) { edges { position node { name } } }';
const PAGE = `${CARD} abstract bibtex viewerHasUpvoted links { url addedBy { handle name } }
  comments(first: 20) { totalCount nodes { id body state upvoteCount editedAt isByAuthor author { handle name avatarUrl } mentions { handle } } }
  upvotes(first: 20) { edges { votedAt node { handle name } } } submission { state note submittedByName submittedBy { name } }`;

/** Everything that is kept, as frontends ask for it. */
const QUERIES = [
  `{ papers(first: 20) { totalCount nodes { ${CARD} } } }`,
  `{ papers(first: 3, orderBy: { field: UPVOTES }) { edges { cursor node { ${CARD} } } } }`,
  `{ papers(first: 3, orderBy: { field: TRENDING }) { nodes { title } } }`,
  `{ papers(first: 5, filter: { hasCode: true }) { totalCount nodes { title } } }`,
  ...upTo(6).map((number) => `{ paper(arxivId: "2601.0000${number}") { ${PAGE} } }`),
  `query ($id: ID!) { paper(id: $id) { ...Page } } fragment Page on Paper { ${PAGE} }`,
  `query ($id: ID!) { node(id: $id) { id ... on Paper { title comments(first: 3) { nodes { body replies(first: 3) { nodes { body } } } } } } }`,
  `query ($comment: ID!) { node(id: $comment) { ... on Comment { body state upvoteCount author { name } paper { title } } } }`,
  `query ($author: ID!) { author(id: $author) { name paperCount papers(first: 5, orderBy: { field: UPVOTES }) { nodes { title upvoteCount } } } }`,
  `query ($author: ID!) { nodes(ids: [$author]) { id ... on Author { name papers(first: 5) { edges { position node { title authors(first: 3) { nodes { name } } } } } } } }`,
  `query ($user: ID!) { node(id: $user) { id ... on User { name handle upvotes(first: 20) { totalCount nodes { title } } } } }`,
  `{ authors(first: 20) { totalCount nodes { name paperCount } } }`,
  `{ editions(first: 5) { totalCount nodes { date paperCount papers(first: 5) { edges { rank submission { note } node { title upvoteCount } } } } } }`,
  `{ edition { date previousDate papers(first: 5) { nodes { title } } } }`,
  `{ edition(date: "2026-01-06") { paperCount nextDate papers(first: 5) { edges { rank node { title } } } } }`,
  `{ trending(first: 5) { nodes { title trendingScore } } }`,
  `{ search(query: "deep trees") { totalCount facets { years { year paperCount } } edges { score highlights { fragments { spans { text isMatch } } } node { title upvoteCount } } } }`,
  `{ search(query: "paper", orderBy: { field: UPVOTES }) { nodes { title } } }`,
];

/** A mutation of the one thing that `$id` names. */
const mutationOf = (field: string) => `mutation ($id: ID!) { ${field} { userErrors { code } } }`;
const VOTE = mutationOf('upvotePaper(input: { paperId: $id })');

let server: TestServer;
/** Another process over the same database, which keeps nothing. */
let other: TestServer;
let random: (below: number) => number;
const tokens: string[] = [];
let moderator: string;

beforeAll(async () => {
  server = await startTestServer({ responseCacheBytes: 10_000_000 });
  other = await startTestServer({ beside: server });
  for (const number of upTo(6)) tokens.push(await server.signUp(`person-${number}`, ['write']));
  moderator = await server.signUp('mo', ['moderate']);
  await setUserRole(server.database, 'mo', 'MODERATOR');
  await importAll(
    server.database,
    upTo(8).map((number) => recordOf(number, 'first')),
  );
});
afterAll(async () => {
  await other.close();
  await server.close();
});

function recordOf(number: number, edition: string): PaperRecord {
  return arxivRecord(`2601.0000${number}`, {
    title: `Deep trees and paper ${number}`,
    abstract: `They grow, says the ${edition} printing.`,
    publishedOn: `2026-01-0${number}`,
    reportedAt: new Date().toISOString(),
    authors: [{ name: 'Ada Oak' }, { name: `Bo Elm ${number % 3}` }],
    links: number % 2 ? [{ kind: 'CODE', url: `https://github.com/oak/${number}` }] : [],
    ...(number % 3 === 0 && { listing: { editionDate: '2026-01-06', position: number } }),
  });
}

const one = <T>(values: readonly T[]): T => values[random(values.length)] as T;
const idOf = async (type: string, table: string) => {
  const { rows } = await server.database.pool.query<{ id: number }>(`select id from ${table} order by id`);
  return nodeId(type, one(rows)?.id ?? 1);
};

/** Things that happen, by whoever serves them. What is refused has changed nothing, which is as good a case. */
const EVENTS: Record<string, (at: TestServer) => Promise<unknown>> = {
  async vote(at) {
    const id = await idOf('Paper', 'papers');
    await at.ask(VOTE, { id }, one(tokens));
  },
  async takeBack(at) {
    const id = await idOf('Paper', 'papers');
    await at.ask(mutationOf('removePaperUpvote(input: { paperId: $id })'), { id }, one(tokens));
  },
  async comment(at) {
    const id = await idOf('Paper', 'papers');
    const query =
      'mutation ($id: ID!, $body: String!) { addComment(input: { paperId: $id, body: $body }) { userErrors { code } } }';
    await at.ask(query, { id, body: `Number ${random(1000)} for @person-1` }, one(tokens));
  },
  async onComment(at) {
    const id = await idOf('Comment', 'comments');
    const field = one([
      'editComment(input: { commentId: $id, body: "Said otherwise." })',
      'deleteComment(input: { commentId: $id })',
      'upvoteComment(input: { commentId: $id })',
      'removeCommentUpvote(input: { commentId: $id })',
    ]);
    await at.ask(mutationOf(field), { id }, one(tokens));
  },
  async moderate(at) {
    const id = await idOf('Comment', 'comments');
    const user = await idOf('User', 'users');
    const field = one([
      'hideComment(input: { commentId: $id, reason: "so" })',
      'unhideComment(input: { commentId: $id })',
      'suspendUser(input: { userId: $user, reason: "so", endsAt: "2999-01-01T00:00:00Z" })',
      'unsuspendUser(input: { userId: $user })',
    ]);
    const query = `mutation ($id: ID!, $user: ID!) { __typename ${field} { userErrors { code } } }`;
    await at.ask(query.replace(field.includes('$user') ? '$id: ID!, ' : ', $user: ID!', ''), { id, user }, moderator);
  },
  async link(at) {
    const id = await idOf('Paper', 'papers');
    const query =
      'mutation ($id: ID!, $url: String!) { addPaperLink(input: { paperId: $id, url: $url }) { userErrors { code } } }';
    await at.ask(query, { id, url: `https://example.org/${random(50)}` }, moderator);
  },
  async unlink(at) {
    const id = await idOf('PaperLink', 'paper_links');
    await at.ask(mutationOf('removePaperLink(input: { linkId: $id })'), { id }, moderator);
  },
  async profile(at) {
    const query = 'mutation ($name: String!) { updateProfile(input: { name: $name }) { userErrors { code } } }';
    await at.ask(query, { name: `Called ${random(1000)}` }, one(tokens));
  },
  async submit(at) {
    const query =
      'mutation ($paper: String!) { submitPaper(input: { paper: $paper, note: "Read this." }) { userErrors { code } } }';
    await at.ask(query, { paper: `2601.0000${1 + random(9)}` }, one(tokens));
  },
  async takeOff(at) {
    const id = await idOf('Submission', 'submissions');
    await at.ask(mutationOf('removeSubmission(input: { submissionId: $id, reason: "so" })'), { id }, moderator);
  },
  import: () => importAll(server.database, [recordOf(1 + random(9), `${random(1000)}th`)]),
  async author() {
    const record = recordOf(1 + random(8), 'same');
    const authors = [{ name: `Ada Q. Oak`, orcid: '0000-0002-1825-0097' }, { name: `Cy Ash ${random(3)}` }];
    await importAll(server.database, [{ ...record, authors }]);
  },
  async merge() {
    const { rows } = await server.database.pool.query<{ id: number }>('select id from papers order by id desc limit 2');
    if (random(4) === 0 && rows.length === 2) {
      await mergePapers(server.database, rows[0]!.id, rows[1]!.id).catch(() => undefined);
    }
  },
  async leave(at) {
    if (random(3) > 0) return;
    const handle = `guest-${random(1_000_000)}`;
    const token = await server.signUp(handle, ['write']);
    const id = await idOf('Paper', 'papers');
    await at.ask(VOTE, { id }, token);
    await at.ask(
      'mutation ($h: String!) { deleteAccount(input: { handle: $h }) { userErrors { code } } }',
      { h: handle },
      token,
    );
  },
};

/** What a process answers to all queries. */
async function answersOf(at: TestServer, variables: object) {
  const answers = [];
  for (const query of QUERIES) answers.push({ query, answer: await at.ask(query, variables) });
  return answers;
}

async function variablesNow() {
  random = randomNumbers(7);
  const [id, comment, author, user] = [
    await idOf('Paper', 'papers'),
    await idOf('Comment', 'comments'),
    await idOf('Author', 'authors'),
    await idOf('User', 'users'),
  ];
  return { id, comment, author, user };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Mutations here are shown at once; what comes past the API, or elsewhere, within a tenth of a second. No longer is waited for. */
const BY_THE_API = [
  'vote',
  'takeBack',
  'comment',
  'onComment',
  'moderate',
  'link',
  'unlink',
  'profile',
  'submit',
  'takeOff',
];

const hits = async () => (await scrape(server)).get('daily_papers_response_cache_requests_total{outcome="hit"}') ?? 0;

describe('kept answers', () => {
  it.each([1, 2])(
    'are what another process answers afresh, whatever happens where (history %i)',
    async (seed) => {
      const names = Object.keys(EVENTS);
      for (let step = 0; step < 45; step++) {
        const variables = await variablesNow();
        const before = await answersOf(server, variables);
        for (const { query, answer } of before) expect({ query, errors: answer.errors }).toEqual({ query });
        random = randomNumbers(1_000 * seed + step);
        const name = names[step] ?? one(names);
        const isHere = random(2) === 0;
        await EVENTS[name]!(isHere ? server : other);
        if (!isHere || !BY_THE_API.includes(name)) await pause(100);
        const answers = await answersOf(server, variables);
        expect({ name, step, answers }).toEqual({ name, step, answers: await answersOf(other, variables) });
      }
    },
    300_000,
  );

  it('are given to whoever asks the same, and dropped by what moves them alone', async () => {
    const [voted, shown] = [3, 4].map((number) => `{ paper(arxivId: "2601.0000${number}") { id upvoteCount } }`) as [
      string,
      string,
    ];
    const ask = async (query: string) =>
      (await server.data<{ paper: { id: string; upvoteCount: number } }>(query)).paper;
    const { id, upvoteCount } = await ask(voted);
    for (let count = 0; count < 3; count++) for (const query of [voted, shown]) await ask(query);
    const token = await server.signUp('late', ['vote']);
    const before = await hits();
    await server.data(VOTE, { id }, token);
    await ask(shown);
    expect((await hits()) - before).toBe(1);
    expect((await ask(voted)).upvoteCount).toBe(upvoteCount + 1);
    expect((await hits()) - before).toBe(1);
  });

  it('show what was done here to whoever asks next, however short it is since they were checked', async () => {
    const query = '{ paper(arxivId: "2601.00005") { id upvoteCount } }';
    const ask = async () => (await server.data<{ paper: { id: string; upvoteCount: number } }>(query)).paper;
    const { id, upvoteCount } = await ask();
    const counts = [];
    for (const number of upTo(8)) {
      const token = await server.signUp(`next-${number}`, ['vote']);
      for (let count = 0; count < 2; count++) await ask();
      await server.data(VOTE, { id }, token);
      counts.push((await ask()).upvoteCount - upvoteCount);
    }
    expect(counts).toEqual(upTo(8));
  });

  it('are not kept where something moved them while they were made', async () => {
    const query = '{ paper(arxivId: "2601.00002") { id upvoteCount comments(first: 4) { nodes { body } } } }';
    const other = '{ paper(arxivId: "2601.00001") { title } }';
    const ask = async () => (await server.data<{ paper: { id: string; upvoteCount: number } }>(query)).paper;
    const { id, upvoteCount } = await ask();
    for (let count = 0; count < 2; count++) await server.data(other);
    const token = await server.signUp('meanwhile', ['vote']);
    const held = await holdTable(server.databaseUrl, 'comments');
    const old = ask();
    await held.untilWaiting(1);
    await server.data(VOTE, { id }, token);
    const before = await hits();
    // What is known to hold has been compared with what was committed.
    await server.data(other);
    expect(await hits()).toBe(before + 1);
    await held.letGo();
    expect((await old).upvoteCount).toBe(upvoteCount);
    expect((await ask()).upvoteCount).toBe(upvoteCount + 1);
  });

  it('are of no use to somebody who signed in', async () => {
    const query = '{ papers(first: 2) { nodes { viewerHasUpvoted } } }';
    for (let count = 0; count < 3; count++) await server.data(query);
    const before = await hits();
    for (let count = 0; count < 3; count++) await server.data(query, {}, tokens[0]);
    expect(await hits()).toBe(before);
    await server.data(query);
    expect(await hits()).toBe(before + 1);
  });

  it('never count more votes than were cast, and none fewer than were answered a tenth of a second ago', async () => {
    const query = '{ papers(first: 20) { nodes { id upvoteCount } } }';
    const countOf = (nodes: { upvoteCount: number }[]) => nodes.reduce((sum, paper) => sum + paper.upvoteCount, 0);
    const ask = async () =>
      (await server.data<{ papers: { nodes: { id: string; upvoteCount: number }[] } }>(query)).papers.nodes;
    const papers = await ask();
    const start = countOf(papers);
    const voters = [];
    for (const number of upTo(8)) voters.push(await server.signUp(`crowd-${number}`, ['vote']));
    let sent = 0;
    const answered: number[] = [];
    const vote = async (at: TestServer, token: string, id: string) => {
      sent++;
      await at.data(VOTE, { id }, token);
      answered.push(performance.now());
    };
    const voting = voters.map(async (token, number) => {
      for (const { id } of papers) await vote(number % 2 ? server : other, token, id);
    });
    let isOver = false;
    const reading = upTo(4).map(async () => {
      while (!isOver) {
        const asked = performance.now();
        const before = answered.filter((at) => at <= asked - 100).length;
        const count = countOf(await ask()) - start;
        expect(count).toBeGreaterThanOrEqual(before);
        expect(count).toBeLessThanOrEqual(sent);
      }
    });
    await Promise.all(voting);
    isOver = true;
    await Promise.all(reading);
    await pause(100);
    expect(countOf(await ask()) - start).toBe(voters.length * papers.length);
  });

  it('are told from others by fields that the schema has', () => {
    const coordinates = [...BY_ITS_PAPERS, ...BY_ANY_PAPER].map(
      (coordinate) => coordinate.split('.') as [string, string],
    );
    const fieldsOf = (type: string) => (apiSchema().getType(type) as GraphQLObjectType | undefined)?.getFields() ?? {};
    expect(coordinates.filter(([type, field]) => !(field in fieldsOf(type)))).toEqual([]);
  });
});
