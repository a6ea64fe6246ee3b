import { createHash } from 'node:crypto';
import { countOtherVectors, embedPapers } from '../../src/embeddings/embed-papers.service';
import { EmbedderError } from '../../src/lib/embedder';
import { pollUntil } from '../../src/lib/poll-until';
import { Fixtures, upTo } from '../support/fixtures';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { answering, EmbeddingServer, silent, wordVector } from '../support/embedding-server';

let test: TestDatabase;
let server: EmbeddingServer;
beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  server = await EmbeddingServer.start();
});
afterEach(async () => {
  await new Fixtures(test.database).clear();
  await server.stop();
});
afterAll(() => test.drop());

const rowsOf = async <Row extends object>(sql: string) => (await test.database.pool.query<Row>(sql)).rows;
const addPapers = (count: number) =>
  new Fixtures(test.database).papers(upTo(count).map((number) => ({ title: `Paper ${number}` })));

const RETRIES = { firstMs: 1, longestMs: 4, attemptsMax: 4 };

interface Observed {
  passed: number[];
  waits: string[];
}

function embed({ model = 'words', batchSize = 4, signal = new AbortController().signal } = {}) {
  const observed: Observed = { passed: [], waits: [] };
  const report = embedPapers(test.database.pool, server.embedder(model), {
    batchSize,
    signal,
    retries: RETRIES,
    onProgress: (passed) => observed.passed.push(passed),
    onWait: (sentence) => observed.waits.push(sentence),
  });
  return { report, observed };
}

describe('embedPapers', () => {
  it('embeds title and abstract of every paper, newest first, in batches', async () => {
    await addPapers(10);
    await rowsOf(`update papers set abstract = 'On ' || title where title = 'Paper 10'`);

    const { report, observed } = embed();

    expect(await report).toEqual({ embedded: 10, unchanged: 0 });
    const texts = [
      'Paper 10\n\nOn Paper 10',
      ...upTo(9)
        .reverse()
        .map((number) => `Paper ${number}`),
    ];
    expect(server.asked).toEqual([texts.slice(0, 4), texts.slice(4, 8), texts.slice(8)]);
    expect(observed).toEqual({ passed: [4, 8, 10, 10], waits: [] });
    const stored = await rowsOf<{ model: string; text_hash: Buffer; vector: Buffer }>(
      'select model, text_hash, vector from paper_embeddings order by paper_id desc',
    );
    for (const [index, { model, text_hash, vector }] of stored.entries()) {
      const bytes = new DataView(vector.buffer, vector.byteOffset, vector.length);
      const words = wordVector(texts[index]!);
      const numbers = words.map((_, at) => bytes.getFloat32(4 * at, true));
      expect(vector).toHaveLength(4 * words.length);
      expect(numbers).toEqual(words.map((number) => Math.fround(number / Math.hypot(...words))));
      expect(text_hash).toEqual(createHash('sha256').update(texts[index]!).digest());
      expect(model).toBe('words');
    }
  });

  it('embeds again what has another text now, and nothing else', async () => {
    await addPapers(200);
    await embed({ batchSize: 3 }).report;
    const before = await rowsOf<{ paper_id: number; xmin: string }>('select paper_id, xmin from paper_embeddings');
    server.requests.length = 0;

    expect(await embed().report).toEqual({ embedded: 0, unchanged: 200 });
    expect(server.asked).toEqual([]);

    await rowsOf(`
      update papers set abstract = 'New.' where title = 'Paper 7';
      update papers set title = 'Renamed 100' where title = 'Paper 100';
      update papers set keywords = '{x}' where title = 'Paper 50'`);
    expect(await embed().report).toEqual({ embedded: 2, unchanged: 198 });
    expect(server.asked.flat()).toEqual(['Renamed 100', 'Paper 7\n\nNew.']);
    const after = await rowsOf<{ paper_id: number; xmin: string }>('select paper_id, xmin from paper_embeddings');
    const untouched = (row: object) => after.some((other) => JSON.stringify(other) === JSON.stringify(row));
    expect(before.filter((row) => !untouched(row))).toHaveLength(2);
  });

  it('embeds beside the vectors of another model', async () => {
    await addPapers(5);
    await embed({ model: 'old' }).report;
    expect(await embed({ model: 'new' }).report).toEqual({ embedded: 5, unchanged: 0 });
    expect(await countOtherVectors(test.database.pool, 'new')).toEqual([{ model: 'old', vectors: 5 }]);
    expect(await embed({ model: 'old' }).report).toEqual({ embedded: 0, unchanged: 5 });
  });

  it('asks again after failures that pass, as often as it may', async () => {
    await addPapers(1);
    const statuses = [429, 500, 503];
    const usual = server.answerTo;
    server.answerTo = (texts) => (statuses.length ? answering({}, statuses.shift()) : usual(texts));
    const { report, observed } = embed();
    expect(await report).toEqual({ embedded: 1, unchanged: 0 });
    expect(observed.waits).toHaveLength(3);
    expect(observed.waits[0]).toMatch(/ answered 429\. Asking again in 1 s\.$/);

    await rowsOf(`update papers set title = 'Renamed'`);
    server.answerTo = () => answering({}, 500);
    await expect(embed().report).rejects.toThrow(/ answered 500\. It was asked 4 times\.$/);
    expect(server.requests).toHaveLength(4 + 4);
  });

  it('waits as long as it is asked to, unless that is too long', async () => {
    await addPapers(1);
    const askedAt: number[] = [];
    const usual = server.answerTo;
    server.answerTo = (texts) => {
      askedAt.push(performance.now());
      return askedAt.length === 1 ? answering({}, 429, { 'retry-after': '1' }) : usual(texts);
    };
    await embed().report;
    expect(askedAt[1]! - askedAt[0]!).toBeGreaterThan(990);

    await rowsOf(`update papers set title = 'Renamed'`);
    server.answerTo = () => answering({}, 429, { 'retry-after': '3600' });
    await expect(embed().report).rejects.toThrow(/ answered 429\. It wants to be asked again in 3600 s\.$/);
  });

  it('fails at once where asking again does not help, and keeps what it has', async () => {
    await addPapers(10);
    const usual = server.answerTo;
    server.answerTo = (texts) => (server.requests.length > 1 ? answering({}, 401) : usual(texts));
    const { report, observed } = embed();
    await expect(report).rejects.toThrow(EmbedderError);
    expect(observed.waits).toEqual([]);
    expect(await rowsOf('select from paper_embeddings')).toHaveLength(4);
  });

  it.each([
    ['while it is answered', silent],
    ['while it waits', answering({}, 429, { 'retry-after': '500' })],
  ])('ends with the reason that it is given %s', async (_when, answer) => {
    await addPapers(1);
    server.answerTo = () => answer;
    const stopping = new AbortController();
    const { report, observed } = embed({ signal: stopping.signal });
    const ended = report.catch((error: unknown) => error);
    const hasCome = () => (answer === silent ? server.requests.length > 0 : observed.waits.length > 0) || undefined;
    await pollUntil(() => Promise.resolve(hasCome()), { withinMs: 10_000, everyMs: 1 });
    const reason = new Error('Enough.');
    stopping.abort(reason);
    expect(await ended).toBe(reason);
  });
});
