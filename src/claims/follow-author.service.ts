import { prepared, rowsOf, SqlRunner } from '../db/sql';

/** That a paper names another author row for the same person now, as one whose ORCID iD became known. */
export interface Successor {
  paperId: number;
  formerAuthorId: number;
  authorId: number;
}

/** Where the successor was claimed on this paper before, those claims hold again, and the former ones stay without effect. */
const FOLLOW = prepared(`
  update authorship_claims c set author_id = successor.author_id
  from unnest($1::integer[], $2::integer[], $3::integer[]) as successor(paper_id, former_author_id, author_id)
  where c.paper_id = successor.paper_id and c.author_id = successor.former_author_id and not exists (
    select from authorship_claims other where other.paper_id = c.paper_id and other.author_id = successor.author_id
  )`);

/** Lets claims follow their authors; called by whatever writes authorships anew, in its transaction. */
export async function followAuthors(sql: SqlRunner, successors: Successor[]): Promise<void> {
  if (successors.length === 0) return;
  const columns = [
    successors.map((one) => one.paperId),
    successors.map((one) => one.formerAuthorId),
    successors.map((one) => one.authorId),
  ];
  await rowsOf(sql, FOLLOW, columns);
}
