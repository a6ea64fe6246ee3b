import { instancesOf, isAnyOf, prepared } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineRowNode } from '../graphql/node';
import { Submission } from './submission.entity';

/** The columns of a submission under the alias `listed`, by property name. */
export const SUBMISSION_COLUMNS = `
  listed.id as "rowId", listed.paper_id as "paperId", listed.arxiv_id as "arxivId", listed.edition_date as "editionDate", listed.position, listed.state,
  listed.submitted_by as "submittedById", listed.submitted_by_name as "submittedByName",
  listed.submitted_at as "submittedAt", listed.note, listed.rejection`;

const BY_ID = prepared(
  `select ${SUBMISSION_COLUMNS} from submissions listed where listed.id ${isAnyOf('$1', 'integer')}`,
);
const BY_PAPER = prepared(`
  select ${SUBMISSION_COLUMNS} from submissions listed where listed.paper_id ${isAnyOf('$1', 'integer')} and listed.state <> 'REJECTED'`);

export const submissionById = defineLoader<number, Submission>(async (sql, ids) => {
  return inOrderOf(ids, await instancesOf(Submission, sql, BY_ID, [ids]), (submission) => submission.rowId);
});

/** The submission that put a paper on its edition, or is about to. */
export const submissionOfPaper = defineLoader<number, Submission>(async (sql, paperIds) => {
  const submissions = await instancesOf(Submission, sql, BY_PAPER, [paperIds]);
  return inOrderOf<number | null, Submission>(paperIds, submissions, (submission) => submission.paperId);
});

defineRowNode('Submission', (context, key) => submissionById(context).load(key));
