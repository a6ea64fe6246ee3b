import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { lockPaper } from '../papers/lock-paper';
import { recomputeTrending } from '../trending/recompute-trending';

const COUNT = prepared('update editions set paper_count = paper_count + $2::integer where date = $1::date');

const COPY_TIME = prepared(`
  update paper_stats s set submitted_at = (
    select submitted_at from submissions listed where listed.paper_id = s.paper_id and listed.state = 'LISTED'
  ) where s.paper_id = $1::integer`);

/** Brings what follows from a paper's submission up to date, once that was listed (`step` 1), taken off (-1), or became that of another paper (0). */
export async function settlePlace(
  sql: SqlRunner,
  { paperId, editionDate }: { paperId: number; editionDate: string },
  step: 1 | 0 | -1,
): Promise<void> {
  await lockPaper(sql, paperId);
  await rowsOf(sql, COUNT, [editionDate, step]);
  await rowsOf(sql, COPY_TIME, [paperId]);
  await recomputeTrending(sql, [paperId]);
}
