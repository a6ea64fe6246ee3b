import type { Placeholders } from '../../src/db/sql';
import { EXACT_SCAN_LIMIT, nearestPapers } from '../../src/embeddings/nearest-papers.query';
import { bytesOf } from '../../src/embeddings/vector';
import { pollUntil } from '../../src/lib/poll-until';
import { paperConditions, PaperFilter } from '../../src/papers/paper-filter';
import { Fixtures, upTo } from '../support/fixtures';
import { randomNumbers } from '../support/random-numbers';
import { createTestDatabase, TestDatabase } from '../support/test-database';

let test: TestDatabase;
let fixtures: Fixtures;
beforeAll(async () => {
  test = await createTestDatabase();
  fixtures = new Fixtures(test.database);
});
afterEach(() => fixtures.clear());
afterAll(() => test.drop());

async function embed(papers: number[], vectors: number[][], model = 'm'): Promise<void> {
  await test.database.pool.query(
    `insert into paper_embeddings (paper_id, model, text_hash, vector)
     select id, $1, '', vector from unnest($2::integer[], $3::bytea[]) as r (id, vector)`,
    [model, papers, vectors.map((vector) => bytesOf(Float32Array.from(vector)))],
  );
}

const nearest = (vector: number[], options: Parameters<typeof nearestPapers>[3], model = 'm') =>
  nearestPapers(test.database, model, Float32Array.from(vector), options);

const matching = (filter: PaperFilter) => (placeholders: Placeholders) => paperConditions(filter, placeholders);

/** Small whole numbers: their products are exact, and often the same. */
const randomVector = (random: (below: number) => number, dimensions: number) =>
  upTo(dimensions).map(() => random(5) - 2);

const product = (a: number[], b: number[]) => a.reduce((sum, number, at) => sum + number * (b[at] ?? 0), 0);

describe('nearestPapers', () => {
  it.each(upTo(12))('finds what comparing all of them one by one finds, try %#', async (seed) => {
    const random = randomNumbers(seed);
    const dimensions = 1 + random(40);
    const categories = ['cs.LG', 'math.CO', 'stat.ML'];
    const rows = upTo(random(400)).map(() => ({ categories: [categories[random(3)]!], importedUpvotes: random(10) }));
    const papers = await fixtures.papers(rows);
    const vectors = papers.map(() => randomVector(random, dimensions));
    await embed(papers, vectors);
    const wanted = randomVector(random, dimensions);
    const limit = random(60);
    const scanLimit = 1 + random(500);
    const filter = random(2) ? { categories: [categories[random(3)]!], minUpvotes: random(5) } : {};

    const found = await nearest(wanted, { limit, scanLimit, conditions: matching(filter) });

    const fitting = papers
      .map((paperId, at) => ({ paperId, row: rows[at]!, similarity: product(vectors[at]!, wanted) }))
      .filter(({ row }) => !filter.categories || row.categories[0] === filter.categories[0])
      .filter(({ row }) => row.importedUpvotes >= (filter.minUpvotes ?? 0))
      .reverse();
    const expected = fitting
      .slice(0, scanLimit)
      .map(({ paperId, similarity }) => ({ paperId, similarity }))
      .sort((a, b) => b.similarity - a.similarity || b.paperId - a.paperId);
    expect(found).toEqual({ papers: expected.slice(0, limit), isCut: fitting.length > scanLimit });
  });

  it('reads vectors that are longer than a chunk of the network, and too long for their row', async () => {
    const papers = await fixtures.papers(upTo(100).map(() => ({})));
    await embed(
      papers,
      papers.map((_, index) => upTo(4096).map((at) => (at <= index ? 1 : 0))),
    );
    const { papers: found } = await nearest(
      upTo(4096).map(() => 1),
      { limit: 100 },
    );
    expect(found).toEqual(papers.map((paperId, index) => ({ paperId, similarity: index })).reverse());
  });

  it('compares with vectors of the same model and of as many dimensions alone', async () => {
    const papers = await fixtures.papers(upTo(4).map(() => ({})));
    const [a, b, c, d] = papers as [number, number, number, number];
    await embed(
      [a, b],
      [
        [1, 0],
        [0, 1],
      ],
    );
    await embed([c], [[1, 0, 0]]);
    await embed(
      [a, d],
      [
        [0, 1],
        [1, 0],
      ],
      `o'ther\\`,
    );
    expect((await nearest([1, 0], { limit: 9 })).papers).toEqual([
      { paperId: a, similarity: 1 },
      { paperId: b, similarity: 0 },
    ]);
    expect((await nearest([1, 0], { limit: 9 }, `o'ther\\`)).papers.map(({ paperId }) => paperId)).toEqual([d, a]);
    expect(await nearest([1, 0], { limit: 9 }, 'none')).toEqual({ papers: [], isCut: false });
  });

  it('gives its connection back, also where the statement fails', async () => {
    const [paper] = await fixtures.papers([{}]);
    await embed([paper!], [[1]]);
    const failing = upTo(30).map(() => nearest([1], { limit: 1, conditions: () => ['1 / (p.id - p.id) = 0'] }));
    for (const { status } of await Promise.allSettled(failing)) expect(status).toBe('rejected');
    expect(await nearest([1], { limit: 1 })).toMatchObject({ papers: [{ paperId: paper }] });
    const { idleCount, totalCount } = test.database.pool;
    expect(idleCount).toBe(totalCount);
  });
});

describe('nearestPapers among more papers than it may compare with', () => {
  let ids: number[];
  beforeEach(async () => {
    const { rows } = await test.database.pool.query<{ id: number }>(
      `insert into papers (slug, title, title_key) select 'p' || n, 'P', 'p' from generate_series(1, $1) n returning id`,
      [EXACT_SCAN_LIMIT + 1],
    );
    ids = rows.map(({ id }) => id).sort((a, b) => a - b);
  });

  it('takes the newest ones, and says so', async () => {
    await embed(
      ids,
      ids.map((_, index) => [index === 0 ? 2 : 1]),
    );
    expect(await nearest([1], { limit: 1 })).toEqual({ papers: [{ paperId: ids.at(-1), similarity: 1 }], isCut: true });

    await test.database.pool.query('delete from papers where id = $1', [ids.at(-1)]);
    expect(await nearest([1], { limit: 1 })).toEqual({ papers: [{ paperId: ids[0], similarity: 2 }], isCut: false });
  });

  it('fails where the connection is lost meanwhile, and works again the next time', async () => {
    const vector = upTo(256);
    await embed(
      ids,
      ids.map(() => vector),
    );
    const endCopies = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'active' and query like 'copy%'`;
    const end = async () => (await test.database.pool.query(endCopies)).rowCount || undefined;
    /** An end that comes once all was sent is too late to be noticed. */
    const loseConnection = async () => {
      const lost = nearest(vector, { limit: 1 }).then(
        () => undefined,
        () => 'failed',
      );
      await pollUntil(end, { withinMs: 2_000, everyMs: 0 });
      return lost;
    };
    expect(await pollUntil(loseConnection, { withinMs: 20_000, everyMs: 0 })).toBe('failed');
    expect((await nearest(vector, { limit: 1 })).papers).toMatchObject([{ paperId: ids.at(-1) }]);
  });
});
