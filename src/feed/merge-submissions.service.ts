import { type NewChange, recordChanges } from '../changes/record-change';
import { instancesOf, prepared, rowsOf, SqlRunner } from '../db/sql';
import { closeEmptyEditions } from './edition-rows.service';
import { settlePlace } from './place-of-paper.service';
import { Submission } from './submission.entity';
import { SUBMISSION_COLUMNS } from './submission.loaders';

const LISTED = prepared(`
  select ${SUBMISSION_COLUMNS} from submissions listed
  where listed.paper_id in ($1::integer, $2::integer) and listed.state = 'LISTED'
  order by listed.edition_date, listed.id for update`);

const DELETE = prepared('delete from submissions where id = $1::integer');

/** Without its paper, as whatever was rejected because the paper was there: with one, it would bar the paper. */
const REJECT = prepared(`
  update submissions set state = 'REJECTED', rejection = $2::text, paper_id = null, arxiv_id = coalesce(
    arxiv_id, (select max(arxiv_id) from papers where id in ($3::integer, $4::integer))
  ) where id = $1::integer`);

const MOVE = prepared('update submissions set paper_id = $2::integer where paper_id = $1::integer returning id');

/**
 * Gives the submissions of one paper to another, inside the transaction that locked both. A paper is listed once: the
 * earlier listing stays, a later one of a source goes, and that of a person is rejected. Answers how many moved.
 */
export async function mergeSubmissions(sql: SqlRunner, fromId: number, intoId: number): Promise<number> {
  const [first, second] = await instancesOf(Submission, sql, LISTED, [fromId, intoId]);
  if (second) await unlist(sql, second, first!.editionDate, [fromId, intoId]);
  const moved = await rowsOf(sql, MOVE, [fromId, intoId]);
  if (first?.paperId === fromId) await settleMoved(sql, intoId, first.editionDate);
  return moved.length;
}

async function unlist(sql: SqlRunner, listing: Submission, date: string, papers: number[]): Promise<void> {
  const { rowId, editionDate, paperId, submittedById } = listing;
  if (submittedById === null) {
    await rowsOf(sql, DELETE, [rowId]);
  } else {
    const rejection = `This paper and one on the edition of ${date} turned out to be one work, which is listed once.`;
    await rowsOf(sql, REJECT, [rowId, rejection, ...papers]);
    await recordChanges(sql, [{ kind: 'SUBMISSION_REJECTED', subject: ['Submission', rowId], editionDate }]);
  }
  await settlePlace(sql, { paperId: paperId!, editionDate }, -1);
  await closeEmptyEditions(sql, [editionDate]);
}

/** The edition has as many papers as before, but this one it had not. */
async function settleMoved(sql: SqlRunner, paperId: number, editionDate: string): Promise<void> {
  await settlePlace(sql, { paperId, editionDate }, 0);
  const listed: NewChange = { kind: 'PAPER_LISTED', subject: ['Paper', paperId], paperId, editionDate };
  await recordChanges(sql, [listed]);
}
