import { Args, Ctx, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { instancesOf, isAnyOf, prepared, rowsOf } from '../../db/sql';
import type { Context } from '../../graphql/context';
import { defineLoader, inOrderOf } from '../../graphql/loader';
import { defineRowNode } from '../../graphql/node';
import { PageArguments } from '../../graphql/page';
import { connectionOf, edgeOf } from '../../paging/connection';
import { defineRelationField } from '../../paging/relation-field';
import { Comment } from '../comment.entity';
import { CommentEdit } from './comment-edit.entity';

@ObjectType({ simpleResolvers: true, description: 'An edit of a comment.' })
export class CommentEditEdge extends edgeOf(CommentEdit, 'The edit.') {}

@ObjectType({ simpleResolvers: true, description: 'How a comment was edited, the latest edit first.' })
export class CommentEditConnection extends connectionOf(CommentEditEdge, CommentEdit) {}

const COLUMNS = 'e.id as "rowId", e.comment_id as "commentId", e.body, e.edited_at as "editedAt"';
/** What is hidden with a comment is its history too. */
const SHOWN = `comment_edits e join comments c on c.id = e.comment_id and c.state = 'VISIBLE'`;

const editsOfComment = defineRelationField<CommentEdit, CommentEditEdge>({
  name: 'Comment.edits',
  relation: {
    of: CommentEdit,
    select: COLUMNS,
    from: SHOWN,
    parent: 'e.comment_id',
    parentType: 'integer',
    keyset: { keys: [{ sql: 'e.id', type: 'integer' }], direction: 'DESC' },
  },
  sortValuesOf: (row) => [row.rowId],
  edgeOf: (row, cursor) => new CommentEditEdge(row, ...cursor),
});

const BY_ID = prepared(`select ${COLUMNS} from ${SHOWN} where e.id ${isAnyOf('$1', 'integer')}`);
const COUNT = prepared(`
  select e.comment_id as "commentId", count(*) from ${SHOWN} where e.comment_id ${isAnyOf('$1', 'integer')} group by 1`);

const editById = defineLoader<number, CommentEdit>(async (sql, ids) => {
  return inOrderOf(ids, await instancesOf(CommentEdit, sql, BY_ID, [ids]), (edit) => edit.rowId);
});

const editCount = defineLoader<number, number>(async (sql, commentIds) => {
  const rows = await rowsOf<{ commentId: number; count: number }>(sql, COUNT, [commentIds]);
  return inOrderOf(commentIds, rows, (row) => row.commentId).map((row) => row?.count ?? 0);
});

defineRowNode('CommentEdit', (context, key) => editById(context).load(key));

@Resolver(() => Comment)
export class CommentEditsResolver {
  @FieldResolver(() => CommentEditConnection, {
    description:
      'What it said before, the latest edit first; 20 a page, at most 100. Empty for one that is deleted or hidden: what its author deletes is gone for good.',
  })
  async edits(
    @Root() comment: Comment,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<CommentEditConnection> {
    const page = await editsOfComment(context, comment.rowId, args);
    return new CommentEditConnection(page, async () => ({
      count: (await editCount(context).load(comment.rowId)) ?? 0,
    }));
  }
}
