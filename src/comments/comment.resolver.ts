import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context';
import { hasScope, Viewer } from '../graphql/viewer';
import { Paper } from '../papers/paper.entity';
import { paperById } from '../papers/paper.loaders';
import { User } from '../users/user.entity';
import { userById, userFromRow } from '../users/user.loaders';
import { Comment, CommentState } from './comment.entity';
import { commentById } from './comment.loaders';

@Resolver(() => Comment)
export class CommentResolver {
  @FieldResolver(() => Paper, { description: 'The paper that the thread is about.' })
  paper(@Root() comment: Comment, @Ctx() context: Context): Promise<Paper | null> {
    return paperById(context).load(comment.paperId);
  }

  @FieldResolver(() => Comment, {
    nullable: true,
    description: 'The comment that this one replies to; null for one on the paper itself.',
  })
  parent(@Root() comment: Comment, @Ctx() context: Context): Promise<Comment | null> | null {
    return comment.parentId === null ? null : commentById(context).load(comment.parentId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who wrote it; null for one that is deleted or hidden, or whose author is gone.',
  })
  author(@Root() { state, authorId, authorRow }: Comment, @Ctx() context: Context): Promise<User | null> | User | null {
    if (state !== CommentState.VISIBLE || authorId === null) return null;
    return authorRow ? userFromRow(authorRow) : userById(context).load(authorId);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether the person who asks wrote it and may edit it now: it is visible, and their bearer may write.',
  })
  viewerCanEdit(@Root() comment: Comment, @Ctx() { viewer }: Context): boolean {
    return isOwn(comment, viewer) && comment.state === CommentState.VISIBLE;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the person who asks wrote it and may take it back now, visible or hidden, as their bearer may write.',
  })
  viewerCanDelete(@Root() comment: Comment, @Ctx() { viewer }: Context): boolean {
    return isOwn(comment, viewer) && comment.state !== CommentState.DELETED;
  }
}

function isOwn({ authorId }: Comment, viewer: Viewer | null): boolean {
  return hasScope(viewer, 'write') && viewer?.userId === authorId;
}
