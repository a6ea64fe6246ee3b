import { recordChangesFrom } from '../changes/record-change';
import { prepared, rowsOf, SqlRunner } from '../db/sql';

/** Hidden comments become stubs like the others: their text must not come back. Only visible ones were counted. */
const STUB_ALL = prepared(`
  with mine as (
    select id, paper_id, state from comments where author_id = $1::integer for no key update
  ), stubbed as (
    update comments c set author_id = null, body = null, body_html = null, html_version = null, edited_at = null,
      hidden_reason = null, hidden_by = null, upvote_count = 0, state = 'DELETED'
    from mine where c.id = mine.id returning c.id, c.paper_id, mine.state
  ), edits as (
    delete from comment_edits where comment_id in (select id from mine)
  ), mentions as (
    delete from comment_mentions where comment_id in (select id from mine)
  ), votes as (
    delete from comment_upvotes where comment_id in (select id from mine)
  ), counted as (
    update paper_stats s set comment_count = s.comment_count - lost.count
    from (select paper_id, count(*)::integer from stubbed where state = 'VISIBLE' group by paper_id) lost
    where s.paper_id = lost.paper_id returning s.paper_id
  ), recorded as (
    ${recordChangesFrom(`select 'COMMENT_DELETED', null::integer, 'Comment', id::text, paper_id, null::date from stubbed where state <> 'DELETED' order by stubbed.id`)}
  )
  select paper_id as "paperId" from counted`);

/** Leaves nothing of a person's comments but their place in the thread; answers the papers that lost a visible one. */
export async function stubAllComments(sql: SqlRunner, userId: number): Promise<number[]> {
  const rows = await rowsOf<{ paperId: number }>(sql, STUB_ALL, [userId]);
  return rows.map((row) => row.paperId);
}
