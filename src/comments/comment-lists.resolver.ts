import { Args, Ctx, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Relation } from '../db/relation';
import { connectionOf, edgeOf } from '../paging/connection';
import type { Context } from '../graphql/context';
import { OrderDirection } from '../paging/order-direction';
import { PageArguments } from '../graphql/page';
import { defineRelationField } from '../paging/relation-field';
import { User } from '../users/user.entity';
import { Comment } from './comment.entity';
import { replyCount } from './comment.loaders';
import { COMMENT_COLUMNS } from './thread.query';

@ObjectType({ simpleResolvers: true, description: 'A direct reply to a comment.' })
export class CommentReplyEdge extends edgeOf(Comment, 'The reply.') {}

@ObjectType({ simpleResolvers: true, description: 'The direct replies to a comment, oldest first.' })
export class CommentReplyConnection extends connectionOf(CommentReplyEdge, Comment) {}

@ObjectType({ simpleResolvers: true, description: 'A comment by a person.' })
export class UserCommentEdge extends edgeOf(Comment, 'The comment.') {}

@ObjectType({ simpleResolvers: true, description: 'The comments of a person, newest first.' })
export class UserCommentConnection extends connectionOf(UserCommentEdge, Comment) {}

function commentsByTime(from: string, parent: string, direction: OrderDirection): Relation<Comment> {
  const keys: Relation['keyset']['keys'] = [
    { sql: 'c.created_at', type: 'timestamptz' },
    { sql: 'c.id', type: 'integer' },
  ];
  return { of: Comment, select: COMMENT_COLUMNS, from, parent, parentType: 'integer', keyset: { keys, direction } };
}

const repliesOfComment = defineRelationField<Comment, CommentReplyEdge>({
  name: 'Comment.replies',
  relation: commentsByTime('comments c', 'c.parent_id', OrderDirection.ASC),
  sortValuesOf: (row) => [row.createdAt.toISOString(), row.rowId],
  edgeOf: (row, cursor) => new CommentReplyEdge(row, ...cursor),
});

/** A stub must not tell who wrote it, so it is in no person's list. */
const VISIBLE_COMMENTS = `(select * from comments where state = 'VISIBLE') c`;

const commentsOfUser = defineRelationField<Comment, UserCommentEdge>({
  name: 'User.comments',
  relation: commentsByTime(VISIBLE_COMMENTS, 'c.author_id', OrderDirection.DESC),
  sortValuesOf: (row) => [row.createdAt.toISOString(), row.rowId],
  edgeOf: (row, cursor) => new UserCommentEdge(row, ...cursor),
});

@Resolver(() => Comment)
export class CommentRepliesResolver {
  @FieldResolver(() => CommentReplyConnection, {
    description: 'The direct replies, oldest first; 20 a page, at most 100.',
  })
  async replies(
    @Root() comment: Comment,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<CommentReplyConnection> {
    const page = await repliesOfComment(context, comment.rowId, args);
    return new CommentReplyConnection(page, async () => ({
      count: (await replyCount(context).load(comment.rowId)) ?? 0,
    }));
  }
}

@Resolver(() => User)
export class UserCommentsResolver {
  @FieldResolver(() => UserCommentConnection, {
    description: 'What this person wrote and everybody can read, newest first; 20 a page, at most 100.',
  })
  async comments(
    @Root() user: User,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<UserCommentConnection> {
    const page = await commentsOfUser(context, user.rowId, args);
    return new UserCommentConnection(page, () => ({ count: user.commentCount }));
  }
}
