import { instancesOf, isAnyOf, prepared, rowsOf } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineRowNode } from '../graphql/node';
import { Comment } from './comment.entity';
import { COMMENT_COLUMNS } from './thread.query';

const BY_ID = prepared(`select ${COMMENT_COLUMNS} from comments c where c.id ${isAnyOf('$1', 'integer')}`);
const REPLIES = prepared(`
  select parent_id as "parentId", count(*) from comments where parent_id ${isAnyOf('$1', 'integer')} group by parent_id`);

const IN_THREADS = prepared(`
  select paper_id as "paperId", count(*) from comments where paper_id ${isAnyOf('$1', 'integer')} group by paper_id`);

export const commentById = defineLoader<number, Comment>(async (sql, ids) => {
  return inOrderOf(ids, await instancesOf(Comment, sql, BY_ID, [ids]), (comment) => comment.rowId);
});

export const replyCount = defineLoader<number, number>(async (sql, parentIds) => {
  const rows = await rowsOf<{ parentId: number; count: number }>(sql, REPLIES, [parentIds]);
  return inOrderOf(parentIds, rows, (row) => row.parentId).map((row) => row?.count ?? 0);
});

/** How many comments the whole thread of a paper has, with the stubs, which `Paper.commentCount` leaves out. */
export const threadSize = defineLoader<number, number>(async (sql, paperIds) => {
  const rows = await rowsOf<{ paperId: number; count: number }>(sql, IN_THREADS, [paperIds]);
  return inOrderOf(paperIds, rows, (row) => row.paperId).map((row) => row?.count ?? 0);
});

defineRowNode('Comment', (context, key) => commentById(context).load(key));
