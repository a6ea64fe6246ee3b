import { connect } from 'node:net';
import type { Limits } from '../../../src/graphql/limits';
import { KnownRequests } from '../../../src/web/answering/known-requests';
import { rememberSecret } from '../../support/secrets/known-secrets';
import { movedBy } from '../../metrics/scrape';
import { startTestServer, TestServer } from '../../support/test-server';

interface Asked {
  body: object | string;
  headers?: Record<string, string>;
}

let server: TestServer;
let bearer: string;
/** What came of each look at a request that is nobody's copy. */
let looks: boolean[];

beforeAll(async () => {
  server = await startTestServer({ sample: true, responseCacheBytes: 0 });
  bearer = await server.signUp('grace', ['vote']);
  const { prototype } = KnownRequests;
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { look } = prototype;
  jest.spyOn(prototype, 'look').mockImplementation(function (this: KnownRequests, ...args) {
    const isTaken = look.apply(this, args);
    looks.push(isTaken);
    return isTaken;
  });
});
beforeEach(() => (looks = []));
afterAll(() => server.close());

/** Asks in one piece, or by a body of no known length, which goes the usual way. */
async function ask({ body, headers = {} }: Asked, way: 'known' | 'usual', at = server) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: way === 'known' ? text : new Blob([text]).stream(),
    duplex: 'half',
  });
  const ofOne = ['x-request-id', 'date', 'ratelimit', 'retry-after'];
  const answer = await response.text();
  const requestId = response.headers.get('x-request-id');
  const named = /"requestId":"([^"]*)"/.exec(answer)?.[1];
  return {
    status: response.status,
    headers: Object.fromEntries([...response.headers].filter(([name]) => !ofOne.includes(name))),
    hasRetryAfter: response.headers.has('retry-after'),
    text: answer.replace(/("requestId":|in )("[^"]*"|\d+ seconds?)/g, '$1…'),
    namesItself: named === undefined || named === requestId,
    requestId,
  };
}

/** Makes an operation, and media types, known. */
async function learn(query: string, variables: object = {}, headers: Record<string, string> = {}, at = server) {
  const { text } = await ask({ body: { query, variables }, headers }, 'usual', at);
  expect(JSON.parse(text)).toMatchObject({ data: expect.anything() as object });
}

const PAPERS = 'query Papers($first: Int!) { papers(first: $first) { nodes { title upvoteCount } } }';
const VIEWER = '{ viewer { handle } }';
const VOTE =
  'mutation Vote($id: ID!) { upvotePaper(input: { paperId: $id }) { paper { upvoteCount } userErrors { code } } }';
const unknownToken = `dp_${'x'.repeat(36)}`;
rememberSecret(unknownToken);

describe('an operation that ran before', () => {
  beforeAll(async () => {
    await learn(PAPERS, { first: 1 });
    await learn(PAPERS, { first: 1 }, { accept: 'application/graphql-response+json' });
    await learn(VIEWER);
    await learn(VOTE, { id: 'none' }, { authorization: `Bearer ${bearer}` });
  });

  it.each<[string, () => Asked, number]>([
    ['with other values', () => ({ body: { query: PAPERS, variables: { first: 3 } } }), 200],
    ['with letters beyond ASCII', () => ({ body: { query: VIEWER, variables: { unused: 'naïve 論文' } } }), 200],
    [
      'in the other media type',
      () => ({
        body: { query: PAPERS, variables: { first: 2 } },
        headers: { accept: 'application/graphql-response+json' },
      }),
      200,
    ],
    ['by somebody', () => ({ body: { query: VIEWER }, headers: { authorization: `Bearer ${bearer}` } }), 200],
    [
      'as a mutation by somebody',
      () => ({ body: { query: VOTE, variables: { id: 'none' } }, headers: { authorization: `Bearer ${bearer}` } }),
      200,
    ],
    ['as a mutation by nobody', () => ({ body: { query: VOTE, variables: { id: 'none' } } }), 200],
    [
      'with a bearer that is unknown',
      () => ({ body: { query: VIEWER }, headers: { authorization: `Bearer ${unknownToken}` } }),
      401,
    ],
    ['with a bearer that is none', () => ({ body: { query: VIEWER }, headers: { authorization: 'Basic eA==' } }), 401],
    ['with values that do not fit', () => ({ body: { query: PAPERS, variables: { first: 'many' } } }), 200],
    ['with values over a limit', () => ({ body: { query: PAPERS, variables: { first: 1000 } } }), 200],
    ['with a value that cannot be stored', () => ({ body: { query: VOTE, variables: { id: '\0' } } }), 200],
    [
      'with values that do not fit, in the other media type',
      () => ({ body: { query: PAPERS, variables: {} }, headers: { accept: 'application/graphql-response+json' } }),
      400,
    ],
  ])('is answered as the usual way would, %s', async (_what, asked, status) => {
    const usual = await ask(asked(), 'usual');
    expect([usual.status, looks]).toEqual([status, []]);
    const known = await ask(asked(), 'known');
    expect(looks).toEqual([true]);
    expect(known).toEqual({ ...usual, requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string });
    expect(known.requestId).not.toBe(usual.requestId);
  });

  it.each<[string, Asked]>([
    ['a document that is new', { body: { query: '{ papers(first: 1) { nodes { id } } }' } }],
    ['another operation of a document', { body: { query: VIEWER, operationName: 'Other' } }],
    ['a body that is no JSON', { body: `{"query": "${VIEWER}"` }],
    ['a body that is no object', { body: '[1]' }],
    ['a media type that is new', { body: { query: VIEWER }, headers: { accept: '*/*;q=0.3' } }],
    [
      'a charset that we do not take',
      { body: { query: VIEWER }, headers: { 'content-type': 'application/json; charset=latin1' } },
    ],
    [
      'a hash that is not the document’s',
      { body: { query: VIEWER, extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } } },
    ],
  ])('does not answer %s', async (_what, asked) => {
    const answer = await ask(asked, 'known');
    expect(looks).toEqual([false]);
    expect(answer).toEqual({ ...(await ask(asked, 'usual')), requestId: answer.requestId });
  });

  it('is not looked at where a page asks', async () => {
    await ask({ body: { query: VIEWER }, headers: { origin: 'https://elsewhere.example' } }, 'known');
    expect(looks).toEqual([]);
  });

  it('is counted and charged as the usual way would', async () => {
    const spentBy = async (way: 'known' | 'usual') => {
      const figures = await movedBy(server, async () => {
        await ask({ body: { query: PAPERS, variables: { first: 7 } } }, way);
        await ask({ body: { query: VIEWER }, headers: { authorization: `Bearer ${unknownToken}` } }, way);
      });
      // All but how long it took.
      return Object.entries(figures).filter(([name]) => !/_seconds_(bucket|sum)/.test(name));
    };
    expect(await spentBy('known')).toEqual(await spentBy('usual'));
    expect(looks).toEqual([true, true]);
  });

  it('is refused as the usual way would, once nothing is left to spend', async () => {
    const limits: Partial<Limits> = { addressPoints: 15_000, addressPointsPerSecond: 1, cost: 15_000 };
    const poor = await startTestServer({ sample: true, responseCacheBytes: 0, limits });
    try {
      await learn(PAPERS, { first: 1 }, {}, poor);
      let known;
      do known = await ask({ body: { query: PAPERS, variables: { first: 100 } } }, 'known', poor);
      while (known.status === 200);
      expect(looks).not.toContain(false);
      const usual = await ask({ body: { query: PAPERS, variables: { first: 100 } } }, 'usual', poor);
      expect([known.status, known.hasRetryAfter, known.headers]).toEqual([429, true, usual.headers]);
      expect(known.text).toBe(usual.text);
      // Whoever is refused for something else pays for that as well.
      const rubbish = { body: { query: PAPERS }, headers: { authorization: 'Basic eA==' } };
      while ((await ask(rubbish, 'known', poor)).status !== 429);
      expect(looks).not.toContain(false);
    } finally {
      await poor.close();
    }
  });

  it('counts what is done in an hour, and says what is left of it', async () => {
    const limits: Partial<Limits> = { votesPerHour: 2 };
    const strict = await startTestServer({ sample: true, responseCacheBytes: 0, limits });
    try {
      const secret = await strict.signUp('ada', ['vote']);
      const vote = { body: { query: VOTE, variables: { id: 'none' } }, headers: { authorization: `Bearer ${secret}` } };
      const answers = [
        await ask(vote, 'usual', strict),
        await ask(vote, 'known', strict),
        await ask(vote, 'known', strict),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
      expect(answers.map(({ hasRetryAfter }) => hasRetryAfter)).toEqual([false, false, true]);
      expect(answers.map(({ headers }) => headers['ratelimit-policy'])).toEqual(
        Array(3).fill(expect.stringContaining('"votes";q=2;w=3600')),
      );
      expect(looks).toEqual([true, true]);
    } finally {
      await strict.close();
    }
  });

  it('is found by the hash of its document, once it was sent with it', async () => {
    const sha256Hash = '7f56e67dd21ab3f30d1ff8b7bed08893f0a0db86449836189b361dd1e56ddb4b';
    const query = '{ __typename }';
    const persisted = { extensions: { persistedQuery: { version: 1, sha256Hash } } };
    await ask({ body: { query, ...persisted } }, 'usual');
    expect((await ask({ body: persisted }, 'known')).text).toContain('"__typename":"Query"');
    expect(looks).toEqual([true]);
  });

  it('is answered in its turn, however many come at once over a connection', async () => {
    const bytesOf = (first: number) => {
      const body = JSON.stringify({ query: PAPERS, variables: { first } });
      return `POST /graphql HTTP/1.1\r\nhost: x\r\naccept: application/json\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    };
    const firsts = [5, 1, 4, 2, 3];
    const counts = await new Promise<number[]>((resolve, reject) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      let received = '';
      socket.on('error', reject).on('data', (data: Buffer) => {
        received += data.toString();
        const bodies = received.match(/^\{"data".*\}\}\}/gm) ?? [];
        if (bodies.length < firsts.length) return;
        socket.destroy();
        resolve(
          bodies.map(
            (body) => (JSON.parse(body) as { data: { papers: { nodes: object[] } } }).data.papers.nodes.length,
          ),
        );
      });
      socket.write(firsts.map(bytesOf).join(''));
    });
    expect(counts).toEqual(firsts);
    expect(looks).toEqual(firsts.map(() => true));
  });
});
