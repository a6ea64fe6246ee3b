import { queryVector } from '../../src/embeddings/query-vector';
import { EmbedderError } from '../../src/lib/embedder';
import { answering, EmbeddingServer, silent } from '../support/embedding-server';
import { upTo } from '../support/fixtures';

let server: EmbeddingServer;
beforeEach(async () => {
  server = await EmbeddingServer.start();
});
afterEach(() => server.stop());

describe('queryVector', () => {
  it('asks once for a text, also for many at the same time', async () => {
    const embedder = server.embedder();
    const found = await Promise.all(upTo(20).map(() => queryVector(embedder, 'protein folding')));
    expect(new Set(found).size).toBe(1);
    expect(await queryVector(embedder, 'protein folding')).toBe(found[0]);
    await queryVector(embedder, 'protein');
    expect(server.asked).toEqual([['protein folding'], ['protein']]);
  });

  it('keeps those of two embedders apart', async () => {
    await Promise.all(['one', 'other'].map((model) => queryVector(server.embedder(model), 'a')));
    expect(server.requests.map(({ body }) => body.model).sort()).toEqual(['one', 'other']);
  });

  it('forgets what was asked long ago', async () => {
    const embedder = server.embedder();
    await queryVector(embedder, 'first');
    for (const number of upTo(500)) await queryVector(embedder, `text ${number}`);
    await queryVector(embedder, 'text 1');
    expect(server.requests).toHaveLength(501);
    await queryVector(embedder, 'first');
    expect(server.requests).toHaveLength(502);
  });

  it('fails for all that wait, does not ask again by itself, and asks the next time', async () => {
    const embedder = server.embedder();
    const usual = server.answerTo;
    server.answerTo = () => answering({}, 429, { 'retry-after': '1' });
    const failures = await Promise.allSettled(upTo(3).map(() => queryVector(embedder, 'a')));
    for (const failure of failures) expect(failure).toMatchObject({ reason: expect.any(EmbedderError) as unknown });
    expect(server.requests).toHaveLength(1);
    server.answerTo = usual;
    expect(await queryVector(embedder, 'a')).toBeInstanceOf(Float32Array);
  });

  it('does not wait for longer than a person does', async () => {
    server.answerTo = () => silent;
    await expect(queryVector(server.embedder(), 'a', 50)).rejects.toThrow(EmbedderError);
  });
});
