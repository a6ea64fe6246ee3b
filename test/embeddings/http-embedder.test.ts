import { httpEmbedder } from '../../src/embeddings/http-embedder';
import { EmbedderError } from '../../src/lib/embedder';
import { answering, EmbeddingAnswer, EmbeddingServer, silent, vectors, wordVector } from '../support/embedding-server';
import { upTo } from '../support/fixtures';

let server: EmbeddingServer;
beforeEach(async () => {
  server = await EmbeddingServer.start();
});
afterEach(() => server.stop());

async function failureOf(asked: Promise<unknown>): Promise<EmbedderError> {
  const failure = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(EmbedderError);
  return failure as EmbedderError;
}

const lengthOf = (vector: Float32Array | undefined) => Math.hypot(...(vector ?? []));

describe('httpEmbedder', () => {
  it('asks as the API of OpenAI is asked, and answers vectors of length 1 in the order of the texts', async () => {
    server.answerTo = ([first = '', second = '']) =>
      answering({
        data: [
          { index: 1, embedding: wordVector(second) },
          { index: 0, embedding: wordVector(first) },
        ],
      });
    const embedder = httpEmbedder({ url: `${server.url}/?version=2`, model: 'words', apiKey: 'sk-secret' });

    const [first, second] = await embedder.embed(['a b a', 'c']);

    expect(server.requests).toMatchObject([
      {
        path: '/v1/embeddings?version=2',
        headers: { authorization: 'Bearer sk-secret', 'content-type': 'application/json' },
        body: { model: 'words', input: ['a b a', 'c'], encoding_format: 'float' },
      },
    ]);
    expect(lengthOf(first)).toBeCloseTo(1, 6);
    expect([...first!].filter(Boolean).sort()).toEqual([1, 2].map((times) => Math.fround(times / Math.sqrt(5))));
    expect([...second!]).toEqual(wordVector('c'));
  });

  it('sends no key where there is none, and nothing for no text', async () => {
    await server.embedder().embed(['a']);
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(await server.embedder().embed([])).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('sends at most 8,000 characters of a text, none of them by half', async () => {
    await server.embedder().embed([`${'x'.repeat(7_999)}😀`, '\ud800 alone']);
    expect(server.asked).toEqual([[`${'x'.repeat(7_999)}\ufffd`, '\ufffd alone']]);
  });

  it('refuses more texts than it takes at once', async () => {
    const failure = await failureOf(server.embedder().embed(upTo(257).map(String)));
    expect(failure.message).toBe('An embedder takes at most 256 texts at once, and got 257.');
    expect(server.requests).toEqual([]);
  });

  it('takes numbers of any size for the direction that they have', async () => {
    server.answerTo = () => vectors([[3e300, 4e300]]);
    expect([...(await server.embedder().embed(['a']))[0]!]).toEqual([0.6, 0.8].map(Math.fround));
  });

  const entry = (index: unknown, embedding: unknown = [1, 0]) => ({ index, embedding });
  it.each<[string, EmbeddingAnswer, string]>([
    ['no JSON', answering('<html>'), 'is no JSON'],
    ['null', answering('null'), 'has no list "data"'],
    ['an object without data', answering({ error: 'sk-secret' }), 'has no list "data"'],
    ['too few', vectors([[1, 0]]), 'has 1 vectors for 2 texts'],
    ['too many', vectors([[1], [1], [1]]), 'has 3 vectors for 2 texts'],
    ['the same index twice', answering({ data: [entry(0), entry(0)] }), 'has two vectors for the text 0'],
    ['an index of no text', answering({ data: [entry(0), entry(2)] }), 'has a vector for the text 2 of 2'],
    ['an index between two', answering({ data: [entry(0.5), entry(1)] }), 'has a vector for the text 0.5 of 2'],
    ['an entry that is none', answering({ data: [null, entry(1)] }), 'has a vector for the text undefined of 2'],
    ['base64', vectors(['AAAA', 'AAAA']), 'has a vector that is no list of finite numbers'],
    [
      'NaN as null',
      vectors([
        [1, null],
        [1, 0],
      ]),
      'has a vector that is no list of finite numbers',
    ],
    [
      'Infinity',
      answering('{"data":[{"index":0,"embedding":[1e999]},{"index":1,"embedding":[1]}]}'),
      'has a vector that is no list of finite numbers',
    ],
    [
      'two dimensions',
      vectors([
        [1, 0],
        [1, 0, 0],
      ]),
      'has vectors of 2 and of 3 numbers',
    ],
    [
      'only zeros',
      vectors([
        [1, 0],
        [0, 0],
      ]),
      'has a vector without a direction',
    ],
    ['empty vectors', vectors([[], []]), 'has a vector without a direction'],
    ['too many dimensions', vectors([upTo(4097), upTo(4097)]), 'has a vector of 4097 numbers; 4096 can be kept'],
  ])('refuses an answer with %s', async (_what, answer, reason) => {
    server.answerTo = () => answer;
    const { message, retryAfterMs } = await failureOf(server.embedder().embed(['a', 'b']));
    expect(message).toBe(`The answer of the embeddings endpoint ${reason}.`);
    expect(retryAfterMs).toBeNull();
  });

  it.each<[number, object, string, number | null]>([
    [400, {}, 'It does not take such texts, or does not know EMBEDDINGS_MODEL.', null],
    [401, {}, 'It wants another EMBEDDINGS_API_KEY.', null],
    [404, {}, 'Nothing is at EMBEDDINGS_URL/embeddings, or it does not know EMBEDDINGS_MODEL.', null],
    [418, {}, '', null],
    [429, { 'retry-after': '7' }, '', 7_000],
    [429, { 'retry-after': 'soon' }, '', 0],
    [429, { 'retry-after': new Date(0).toUTCString() }, '', 0],
    [500, {}, '', 0],
    [503, { 'retry-after': '0' }, '', 0],
  ])('tells the status %j with %j in a sentence, and when to ask again', async (status, headers, meaning, wait) => {
    server.answerTo = () => answering({ error: { message: 'You sent sk-secret' } }, status, headers);
    const embedder = httpEmbedder({ url: server.url, model: 'words', apiKey: 'sk-secret' });
    const { message, retryAfterMs } = await failureOf(embedder.embed(['a']));
    expect(message).toBe(`${new URL(server.url).host} answered ${status}. ${meaning}`.trim());
    expect(retryAfterMs).toBe(wait);
    expect(server.requests).toHaveLength(1);
  });

  it('reads a date to ask again on', async () => {
    server.answerTo = () => answering({}, 503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
    const { retryAfterMs } = await failureOf(server.embedder().embed(['a']));
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('follows no redirect', async () => {
    server.answerTo = () => answering('', 307, { location: `${server.url}/elsewhere` });
    expect((await failureOf(server.embedder().embed(['a']))).message).toMatch(/ answered 307\.$/);
    expect(server.requests).toHaveLength(1);
  });

  it('gives up what says nothing, and what its caller gives up', async () => {
    server.answerTo = () => silent;
    const slow = await failureOf(server.embedder('words', { timeoutMs: 50 }).embed(['a']));
    expect(slow.message).toMatch(/ could not be read: .*timeout\.$/);
    await failureOf(server.embedder().embed(['a'], AbortSignal.timeout(50)));
  });

  it('gives up an answer that begins and does not end', async () => {
    server.answerTo = () => (response) => response.writeHead(200).write('{"data":[');
    await failureOf(server.embedder('words', { timeoutMs: 50 }).embed(['a']));
  });

  it('reads no more of an answer than vectors can take', async () => {
    let sent = 0;
    const closed = new Promise((resolve) => {
      server.answerTo = () => (response) => {
        response.on('close', resolve);
        const more = () => {
          while (!response.destroyed) {
            sent += 10_000;
            if (!response.write(' '.repeat(10_000))) return void response.once('drain', more);
          }
        };
        more();
      };
    });
    expect((await failureOf(server.embedder().embed(['a']))).message).toBe('The answer is longer than 134688 bytes.');
    await closed;
    expect(sent).toBeLessThan(20_000_000);
  });

  it('says that nothing listens', async () => {
    const nobody = await EmbeddingServer.start();
    const embedder = nobody.embedder();
    await nobody.stop();
    expect((await failureOf(embedder.embed(['a']))).message).toMatch(
      /^127\.0\.0\.1:\d+ could not be read: .*ECONNREFUSED/,
    );
  });
});
