import { connect } from 'node:net';
import { parse } from 'graphql';
import { apiSchema } from '../../../src/schema';
import { RepeatedRequests } from '../../../src/web/answering/repeated-requests';
import { movedBy } from '../../../src/web/answering/moved-by';
import { scrape } from '../../metrics/scrape';
import { plainText, RandomDocuments } from '../../support/random-documents';
import { randomNumbers } from '../../support/random-numbers';
import { startTestServer, TestServer } from '../../support/test-server';

const QUERY = '{ papers(first: 3) { nodes { title upvoteCount authors(first: 2) { nodes { name } } } } }';

/** Nothing is written here, and a slow machine should not make copies rare. */
const CACHE = { responseCacheBytes: 10_000_000, answersHoldMs: 10_000 };

let server: TestServer;
/** What came of each look at a request, before anything else looked at it. */
let looks: boolean[];

beforeAll(async () => {
  server = await startTestServer({ sample: true, ...CACHE });
  const { prototype } = RepeatedRequests;
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const { look } = prototype;
  jest.spyOn(prototype, 'look').mockImplementation(function (this: RepeatedRequests, ...args) {
    const isAnswered = look.apply(this, args);
    looks.push(isAnswered);
    return isAnswered;
  });
});
beforeEach(() => (looks = []));
afterAll(() => server.close());

async function ask(body: object, headers: Record<string, string> = {}, at = server) {
  const response = await fetch(`${at.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const ofOne = ['x-request-id', 'date', 'ratelimit', 'keep-alive'];
  const lasting = [...response.headers].filter(([name]) => !ofOne.includes(name));
  return {
    status: response.status,
    headers: Object.fromEntries(lasting),
    requestId: response.headers.get('x-request-id'),
    rateLimit: response.headers.get('ratelimit'),
    text: await response.text(),
  };
}

/** Asks until a copy is answered before anything else looks at it: what was committed has to be known for that. */
async function askCopy(body: object, headers: Record<string, string> = {}, at = server) {
  for (;;) {
    const before = looks.length;
    const answer = await ask(body, headers, at);
    expect(answer.status).toBe(200);
    if (looks[before]) return answer;
  }
}

/** Sends bytes as they are, and answers the bodies of so many answers, in the order in which they came. */
function send(pieces: string[], count: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let received = '';
    socket.on('data', (data: Buffer) => {
      received += data.toString();
      const bodies = received.match(/^\{"data".*$/gm) ?? [];
      if (bodies.length < count) return;
      socket.destroy();
      resolve(bodies.map((body) => body.replace(/HTTP\/1.1.*/, '')));
    });
    socket.on('error', reject);
    const next = () => {
      const piece = pieces.shift();
      if (piece !== undefined) socket.write(piece, () => setImmediate(() => setImmediate(next)));
    };
    next();
  });
}

const bytesOf = (query: string) => {
  const body = JSON.stringify({ query });
  return `POST /graphql HTTP/1.1\r\nhost: x\r\naccept: application/json\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
};

describe('a request that came before', () => {
  it('is answered as before, head and body, but for what is its own', async () => {
    const first = await ask({ query: QUERY });
    const answers = [];
    for (let count = 0; count < 5; count++) answers.push(await askCopy({ query: QUERY }));
    for (const { status, headers, text } of answers) {
      expect({ status, headers, text }).toEqual({ status: first.status, headers: first.headers, text: first.text });
    }
    expect(new Set(answers.map(({ requestId }) => requestId)).size).toBe(5);
    expect(answers.at(-1)?.requestId).toMatch(/^[\da-f-]{36}$/);
  });

  it.each([
    ['of another media type', { accept: 'application/graphql-response+json' }],
    ['of a page elsewhere', { origin: 'https://elsewhere.example' }],
    ['of somebody who signs in', { authorization: 'Bearer dp_none' }],
  ])('is another one where it is %s', async (_what, headers: Record<string, string>) => {
    const afresh = await startTestServer({ beside: server });
    try {
      const usual = await ask({ query: QUERY }, headers, afresh);
      await askCopy({ query: QUERY });
      looks = [];
      const { status, headers: told, text } = await ask({ query: QUERY }, headers);
      const withoutId = (body: string) => body.replace(/"requestId":"[^"]*"/, '');
      expect(looks).not.toContain(true);
      expect({ status, told, text: withoutId(text) }).toEqual({
        status: usual.status,
        told: usual.headers,
        text: withoutId(usual.text),
      });
    } finally {
      await afresh.close();
    }
  });

  it('is counted and charged as before', async () => {
    const query = '{ papers(first: 9) { nodes { slug } } }';
    const figures = async () => {
      const all = await scrape(server);
      const of = (name: string) => all.get(`daily_papers_${name}`) ?? 0;
      return [
        of('requests_total{type="query",outcome="ok"}'),
        of('response_cache_requests_total{outcome="hit"}') + of('response_cache_requests_total{outcome="miss"}'),
        of('operation_cost_points_sum'),
        of('operation_duration_seconds_count{operation="(unnamed)"}'),
      ];
    };
    const before = await figures();
    await ask({ query });
    const once = (await figures()).map((value, at) => value - before[at]!);
    await askCopy({ query });
    const known = await figures();
    looks = [];
    await askCopy({ query });
    const again = (await figures()).map((value, at) => (value - known[at]!) / looks.length);
    // The first time it was not yet known that its answer can be kept.
    expect(again).toEqual(once.with(1, 1));
  });

  it('is refused as before once nothing is left to spend', async () => {
    const limits = { addressPoints: 60_000, addressPointsPerSecond: 10 };
    const poor = await startTestServer({ sample: true, ...CACHE, limits });
    try {
      const query = '{ papers(first: 10) { nodes { id authors(first: 5) { nodes { name } } } } }';
      const { text } = await ask({ query }, {}, poor);
      const { cost } = (JSON.parse(text) as { extensions: { cost: { requested: number } } }).extensions;
      let answered = 1;
      const startedAt = performance.now();
      while ((await ask({ query }, {}, poor)).status === 200) answered++;
      const comeBack = (performance.now() - startedAt) / 1_000;
      expect(answered).toBeGreaterThanOrEqual(Math.floor(60_000 / cost.requested));
      expect(answered).toBeLessThanOrEqual((60_000 + 10 * comeBack) / cost.requested);
      expect(looks).toContain(true);
      expect(looks.at(-1)).toBe(false);
    } finally {
      await poor.close();
    }
  });

  it('is answered whole, in pieces and in a row with others', async () => {
    const titles = '{ papers(first: 2) { nodes { title } } }';
    const slugs = '{ papers(first: 2) { nodes { slug } } }';
    const [title, slug] = [(await ask({ query: titles })).text, (await ask({ query: slugs })).text];
    const whole = bytesOf(titles);
    await askCopy({ query: titles });
    looks = [];
    expect(await send([whole.slice(0, -10), whole.slice(-10)], 1)).toEqual([title]);
    expect(looks).toEqual([]);
    do {
      await askCopy({ query: titles });
      looks = [];
      expect(await send([whole + bytesOf(slugs) + whole + whole], 4)).toEqual([title, slug, title, title]);
    } while (!looks.includes(true));
  });

  it('is answered as the first time, whatever it is that is kept', async () => {
    const afresh = await startTestServer({ beside: server });
    try {
      const random = randomNumbers(5);
      const documents = new RandomDocuments(apiSchema(), random, (scalar) => plainText(scalar, random, ['none']));
      let compared = 0;
      while (compared < 30) {
        const { query, variables } = documents.query();
        // Of other things than papers it depends on what they are whether they are kept.
        if (movedBy(apiSchema(), parse(query)) === null || /node/.test(query)) continue;
        const { status, text } = await ask({ query, variables }, {}, afresh);
        // Errors are never kept.
        if (text.startsWith('{"errors"')) continue;
        const again = await askCopy({ query, variables });
        expect({ query, status: again.status, text: again.text }).toEqual({ query, status, text });
        compared++;
      }
    } finally {
      await afresh.close();
    }
  }, 240_000);
});
