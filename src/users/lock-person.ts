import { prepared, rowsOf, SqlRunner } from '../db/sql';

const LOCK = prepared('select from users where id = $1::integer for no key update');

/** What one person makes is made one after the other, so that its number is true when the next is made. After the paper, where both are locked. */
export async function lockPerson(sql: SqlRunner, userId: number): Promise<void> {
  await rowsOf(sql, LOCK, [userId]);
}
