import { recordChangesFrom } from '../changes/record-change';
import { prepared, rowsOf, SqlRunner } from '../db/sql';

const END_ALL = prepared(`
  with ended as (
    delete from authorship_claims where user_id = $1::integer returning id, paper_id, author_id, state
  )
  ${recordChangesFrom(`
    select 'AUTHORSHIP_VERIFICATION_REMOVED', null::integer, 'Authorship', a.paper_id || '.' || a.position, a.paper_id, null::date
    from ended join authorships a on a.paper_id = ended.paper_id and a.author_id = ended.author_id
    where ended.state = 'VERIFIED' order by ended.id`)}`);

/** Takes every claim of a person away; what they were verified for is free again. */
export async function endAllClaims(sql: SqlRunner, userId: number): Promise<void> {
  await rowsOf(sql, END_ALL, [userId]);
}
