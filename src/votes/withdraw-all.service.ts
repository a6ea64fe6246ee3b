import { recordChangesFrom } from '../changes/record-change';
import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { editionOfPaper } from './edition-of-paper';

/** As one withdrawn vote, for all of a person at once; their own count goes with their row. No actor: nobody is left to name. */
const WITHDRAW_ALL = prepared(`
  with gone as (
    delete from upvotes where user_id = $1::integer returning paper_id
  ), counted as (
    update paper_stats s set upvote_count = s.upvote_count - 1 from gone where s.paper_id = gone.paper_id
    returning s.paper_id
  ), recorded as (
    ${recordChangesFrom(`select 'PAPER_UPVOTE_REMOVED', null::integer, 'Paper', paper_id::text, paper_id, ${editionOfPaper('counted.paper_id')} from counted order by counted.paper_id`)}
  )
  select paper_id as "paperId" from counted`);

/** Takes every vote of a person back, inside the transaction that deletes them; answers the papers that lost one. */
export async function withdrawAllUpvotes(sql: SqlRunner, userId: number): Promise<number[]> {
  const rows = await rowsOf<{ paperId: number }>(sql, WITHDRAW_ALL, [userId]);
  return rows.map((row) => row.paperId);
}
