import { Placeholders, prepared, rowsOf, SqlDatabase, SqlRunner } from '../db/sql';
import { dotProduct } from './vector';
import { visitVectors } from './stored-vectors.query';

/**
 * With how many papers a query is compared at most, the newest ones where there are more. 20,000 vectors of 768 numbers
 * take some 80 ms on two idle cores and 150 ms on busy ones; twice that where a filter leaves them scattered over 100,000 papers.
 */
export const EXACT_SCAN_LIMIT = 20_000;

export interface NearPaper {
  paperId: number;
  /** The cosine of the angle between the two vectors, from -1 to 1. */
  similarity: number;
}

export interface NearestPapers {
  /** Highest similarity first, those of the same one by id, descending. */
  papers: NearPaper[];
  /** Whether older papers were left out because there are more than EXACT_SCAN_LIMIT. */
  isCut: boolean;
}

export interface NearestPapersOptions {
  limit: number;
  /** Makes conditions over papers `p` and paper_stats `s`, which all hold for what is answered. */
  conditions?: (placeholders: Placeholders) => string[];
  scanLimit?: number;
}

/** The papers whose vectors of a model lie nearest to one of length 1: each is compared. Vectors of other dimensions are passed over. */
export async function nearestPapers(
  database: SqlDatabase,
  model: string,
  vector: Float32Array,
  { limit, conditions, scanLimit = EXACT_SCAN_LIMIT }: NearestPapersOptions,
): Promise<NearestPapers> {
  const { count, paperIds } = await selectCandidates(database.pool, model, conditions, scanLimit);
  const highest = new Highest(limit);
  const stored = { model, dimensions: vector.length, paperIds };
  await visitVectors(database, stored, (paperId, other) =>
    highest.add({ paperId, similarity: dotProduct(vector, other) }),
  );
  return { papers: highest.inOrder(), isCut: count > scanLimit };
}

/** The newest papers that have a vector and fit, and how many there are up to one more than the limit. */
async function selectCandidates(
  sql: SqlRunner,
  model: string,
  makeConditions: NearestPapersOptions['conditions'],
  scanLimit: number,
): Promise<{ count: number; paperIds: string }> {
  const placeholders = new Placeholders();
  const ofModel = `e.model = ${placeholders.add(model)}::text`;
  const most = `${placeholders.add(scanLimit)}::integer`;
  const conditions = makeConditions?.(placeholders) ?? [];
  const tables = conditions.length
    ? 'paper_embeddings e join papers p on p.id = e.paper_id join paper_stats s on s.paper_id = e.paper_id'
    : 'paper_embeddings e';
  const text = `
    select count(*)::integer, coalesce((array_agg(paper_id order by paper_id desc))[:${most}], '{}')::text as "paperIds" from (
      select e.paper_id from ${tables} where ${[ofModel, ...conditions].join(' and ')}
      order by e.paper_id desc limit ${most} + 1
    ) newest`;
  // With a filter the best plan depends on its values, so it is planned for them.
  const [row] = await rowsOf<{ count: number; paperIds: string }>(
    sql,
    conditions.length ? text : prepared(text),
    placeholders.values,
  );
  return row ?? { count: 0, paperIds: '{}' };
}

/** Keeps the highest of many, and sorts only now and then. */
class Highest {
  private kept: NearPaper[] = [];
  private least = -Infinity;

  constructor(private readonly limit: number) {}

  add(paper: NearPaper): void {
    if (paper.similarity < this.least) return;
    this.kept.push(paper);
    if (this.kept.length > 2 * this.limit + 100) this.inOrder();
  }

  inOrder(): NearPaper[] {
    this.kept.sort((a, b) => b.similarity - a.similarity || b.paperId - a.paperId);
    this.kept = this.kept.slice(0, this.limit);
    if (this.kept.length === this.limit) this.least = this.kept.at(-1)?.similarity ?? Infinity;
    return this.kept;
  }
}
