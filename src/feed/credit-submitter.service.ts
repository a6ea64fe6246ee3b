import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { DomainError, UserErrorCode } from '../graphql/user-error';

/** What was withdrawn counts as well: else a person could have any number of papers fetched. */
const CREDIT = prepared(`
  update users set
    submission_count = submission_count + 1,
    submitted_on = $2::date,
    submitted_on_count = case when submitted_on = $2::date then submitted_on_count + 1 else 1 end
  where id = $1::integer and (submitted_on is distinct from $2::date or submitted_on_count < $3::integer)
  returning id`);

/** Counts a submission that was just written for its person; refuses it where it is one too many for the day. */
export async function creditSubmitter(
  sql: SqlRunner,
  { userId, day, maxPerDay }: { userId: number; day: string; maxPerDay: number },
): Promise<void> {
  const credited = await rowsOf(sql, CREDIT, [userId, day, maxPerDay]);
  if (credited.length > 0) return;
  const message = `You submitted ${maxPerDay} papers on ${day}, which is the most for one day; the next may follow tomorrow.`;
  throw new DomainError(UserErrorCode.LIMIT_REACHED, message);
}

const UNCREDIT = prepared('update users set submission_count = submission_count - 1 where id = $1::integer');

export async function uncreditSubmitter(sql: SqlRunner, userId: number): Promise<void> {
  await rowsOf(sql, UNCREDIT, [userId]);
}
