import { Comment } from '../comments/comment.entity';
import { COMMENT_COLUMNS } from '../comments/thread.query';
import { keysetPage, KeysetRequest, pageSql } from '../db/keyset';
import { instancesOf, Placeholders, prepared, SqlRunner } from '../db/sql';
import type { Count } from '../paging/connection';
import { countingSql, countUpTo } from '../paging/count-up-to';

/** An account is new for its first week, and until it has as many comments as show how somebody writes. */
export const NEW_FOR_DAYS = 7;
export const NEW_BELOW_COMMENTS = 3;
/** What nobody minded for so long waits for no moderator; it also bounds how many comments of others are passed over. */
export const SHOWN_FOR_DAYS = 30;

/** Counting stops here. */
const EXACT_COUNT_LIMIT = 1000;

const FROM = 'comments c join users writer on writer.id = c.author_id';
const CONDITIONS = [
  `c.state = 'VISIBLE'`,
  `c.created_at > now() - interval '${SHOWN_FOR_DAYS} days'`,
  `(writer.created_at > now() - interval '${NEW_FOR_DAYS} days' or writer.comment_count < ${NEW_BELOW_COMMENTS})`,
];

/** One page of the latest comments of people who are new here, newest first. */
export async function selectNewcomerComments(pool: SqlRunner, request: KeysetRequest) {
  const placeholders = new Placeholders();
  const keys = [
    { sql: 'c.created_at', type: 'timestamptz' as const },
    { sql: 'c.id', type: 'integer' as const },
  ];
  const keyset = { keys, direction: 'DESC' as const };
  const text = pageSql({ select: COMMENT_COLUMNS, from: FROM, conditions: CONDITIONS, keyset }, request, placeholders);
  return keysetPage(await instancesOf(Comment, pool, prepared(text), placeholders.values), request);
}

const COUNT = prepared(countingSql(`select from ${FROM} where ${CONDITIONS.join(' and ')}`, EXACT_COUNT_LIMIT));

/** How many there are: exact up to a limit. */
export function countNewcomerComments(pool: SqlRunner): Promise<Count> {
  return countUpTo(pool, COUNT, [], EXACT_COUNT_LIMIT);
}
