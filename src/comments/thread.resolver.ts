import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, FieldResolver, Info, ObjectType, Resolver, Root } from 'type-graphql';
import { instancesOf, prepared } from '../db/sql';
import type { Context } from '../graphql/context';
import { PageArguments } from '../graphql/page';
import { showsAny } from '../graphql/selection';
import { connectionOf, edgeOf } from '../paging/connection';
import { listFingerprint } from '../paging/cursor';
import { OrderDirection } from '../paging/order-direction';
import { defineListField, defineRelationField, EdgeCursor } from '../paging/relation-field';
import { Paper } from '../papers/paper.entity';
import { CommentOrder, CommentOrderField } from './comment-order';
import { Comment } from './comment.entity';
import { threadSize } from './comment.loaders';
import { COMMENT_COLUMNS, COMMENT_WITH_AUTHOR_COLUMNS, selectThreadsByUpvotes } from './thread.query';

@ObjectType({ simpleResolvers: true, description: 'A comment on a paper.' })
export class PaperCommentEdge extends edgeOf(Comment, 'The comment.') {}

@ObjectType({
  simpleResolvers: true,
  description: 'The whole thread of a paper, flattened: each comment before its replies.',
})
export class PaperCommentConnection extends connectionOf(PaperCommentEdge, Comment) {}

@ArgsType()
class PaperCommentsArguments extends PageArguments {
  @Field(() => CommentOrder, { nullable: true, description: 'The order of siblings; the newest first without it.' })
  orderBy?: CommentOrder | null;
}

interface SortPlace {
  sortPlace: Buffer;
}

/** A comment with its place in the order that is read. */
type PlacedRow = Comment & SortPlace;

const { CREATED_AT, UPVOTES } = CommentOrderField;
const { ASC, DESC } = OrderDirection;
const listName = (field: CommentOrderField, direction: OrderDirection) => `Paper.comments ${field} ${direction}`;

const asEdges = {
  sortValuesOf: (row: PlacedRow) => [row.sortPlace.toString('base64url')],
  edgeOf: (row: PlacedRow, cursor: EdgeCursor) => new PaperCommentEdge(row, ...cursor),
};

/** Newest first, a place is that of the other column, and still the smallest comes first: a comment stands before its replies. */
function threadByTime(columns: string, direction: OrderDirection) {
  const place = direction === ASC ? 'c.place' : 'c.place_newest_first';
  return defineRelationField<PlacedRow, PaperCommentEdge>({
    ...asEdges,
    name: listName(CREATED_AT, direction),
    relation: {
      of: Comment,
      select: `${columns}, ${place} as "sortPlace"`,
      from: 'comments c',
      parent: 'c.paper_id',
      parentType: 'integer',
      keyset: { keys: [{ sql: place, type: 'bytea' }], direction: 'ASC' },
    },
  });
}

function threadByUpvotes(columns: string, direction: OrderDirection) {
  return defineListField<PlacedRow, PaperCommentEdge>({
    ...asEdges,
    name: listName(UPVOTES, direction),
    keyTypes: ['bytea'],
    read: (pool, papers, request) => selectThreadsByUpvotes(pool, papers, { columns, direction }, request),
    // Of the whole thread, which may be long.
    isLong: true,
  });
}

const threadsOf = (columns: string) => ({
  [CREATED_AT]: { [ASC]: threadByTime(columns, ASC), [DESC]: threadByTime(columns, DESC) },
  [UPVOTES]: { [ASC]: threadByUpvotes(columns, ASC), [DESC]: threadByUpvotes(columns, DESC) },
});
const threads = threadsOf(COMMENT_COLUMNS);
const threadsWithAuthors = threadsOf(COMMENT_WITH_AUTHOR_COLUMNS);

const BY_ID = prepared(`
  select ${COMMENT_COLUMNS}, c.place_newest_first as "sortPlace" from comments c where c.id = $1::integer`);

/** The edge of a comment in the thread of its paper, the newest first; null where there is no such comment. */
export async function threadEdge({ database }: Context, commentId: number): Promise<PaperCommentEdge | null> {
  const [row] = await instancesOf<Comment, SortPlace>(Comment, database.pool, BY_ID, [commentId]);
  if (!row) return null;
  return asEdges.edgeOf(row, [
    () => listFingerprint(listName(CREATED_AT, DESC), row.paperId),
    asEdges.sortValuesOf(row),
  ]);
}

@Resolver(() => Paper)
export class PaperCommentsResolver {
  @FieldResolver(() => PaperCommentConnection, {
    description:
      'The whole thread, flattened: each comment before its replies, siblings in the given order; 20 a page, at most 100. `totalCount` counts the stubs of deleted and hidden ones too, and leaves imported comments out.',
  })
  async comments(
    @Root() paper: Paper,
    @Args(() => PaperCommentsArguments) { orderBy, ...args }: PaperCommentsArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PaperCommentConnection> {
    const { field, direction } = orderBy ?? { field: CREATED_AT, direction: DESC };
    const inOrder = (showsAny(info, ['author']) ? threadsWithAuthors : threads)[field][direction];
    const page = await inOrder(context, paper.rowId, args);
    return new PaperCommentConnection(page, async () => ({
      count: (await threadSize(context).load(paper.rowId)) ?? 0,
    }));
  }
}
