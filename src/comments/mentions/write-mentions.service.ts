import { prepared, rowsOf, SqlRunner } from '../../db/sql';

const FORGET = prepared('delete from comment_mentions where comment_id = $1::integer');

/** Whoever is mentioned is locked first: one who leaves meanwhile is not mentioned, instead of failing the comment. */
const WRITE = prepared(`
  with mentioned as (
    select u.id, u.handle from users u where u.handle = any ($2::text[]) order by u.id for key share
  )
  insert into comment_mentions (comment_id, position, user_id)
  select $1::integer, named.position, mentioned.id
  from unnest($2::text[]) with ordinality as named (handle, position) join mentioned on mentioned.handle = named.handle`);

/** Keeps who has the handles that a comment names, in place of those whom it named before. */
export async function writeMentions(sql: SqlRunner, commentId: number, handles: string[]): Promise<void> {
  await rowsOf(sql, FORGET, [commentId]);
  if (handles.length > 0) await rowsOf(sql, WRITE, [commentId, handles]);
}
