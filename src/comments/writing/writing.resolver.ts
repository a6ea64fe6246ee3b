import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { CountsAs } from '../../graphql/charges';
import type { Context } from '../../graphql/context';
import { forgetLoaded } from '../../graphql/loader';
import { Payload, payloadOf } from '../../graphql/payload';
import { notFound } from '../../graphql/user-error';
import { requireScope } from '../../graphql/viewer';
import { performOnce } from '../../idempotency/perform-once';
import { fewAtOnce } from '../../lib/few-at-once';
import { Paper } from '../../papers/paper.entity';
import { paperById } from '../../papers/paper.loaders';
import { changedComment, commentKeyOf } from '../comment-id';
import { Comment } from '../comment.entity';
import { commentById } from '../comment.loaders';
import { PaperCommentEdge, threadEdge } from '../thread.resolver';
import { addComment } from './add-comment.service';
import { deleteComment } from './delete-comment.service';
import { editComment } from './edit-comment.service';
import { AddCommentInput, DeleteCommentInput, EditCommentInput } from './writing.inputs';

@ObjectType({ simpleResolvers: true, description: 'What came of commenting.' })
class AddCommentPayload extends Payload {
  @Field(() => PaperCommentEdge, {
    nullable: true,
    description:
      'The edge of the comment in `Paper.comments`, with a cursor of its order without arguments; null where it was refused, or is gone when the answer is given again.',
  })
  commentEdge: PaperCommentEdge | null = null;

  @Field(() => Comment, { nullable: true, description: 'The comment; null where the edge is.' })
  comment: Comment | null = null;

  @Field(() => Paper, { nullable: true, description: 'The paper with its new count; null where it was refused.' })
  paper: Paper | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of editing a comment.' })
class EditCommentPayload extends Payload {
  @Field(() => Comment, { nullable: true, description: 'The comment with its new text; null where it was refused.' })
  comment: Comment | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of taking a comment back.' })
class DeleteCommentPayload extends Payload {
  @Field(() => ID, {
    nullable: true,
    description: 'The id of the comment that is gone; null where a stub of it stays, or it was refused.',
  })
  deletedId: string | null = null;

  @Field(() => Comment, {
    nullable: true,
    description: 'The stub that stays for the sake of replies; null where nothing stays, or it was refused.',
  })
  comment: Comment | null = null;

  @Field(() => Paper, { nullable: true, description: 'The paper with its new count; null where it was refused.' })
  paper: Paper | null = null;
}

/** As votes do it: comments on one paper wait for its row, and leave the connections to those on others. */
const fewOnPaper = fewAtOnce<string>(2);

@Resolver()
export class CommentWritingResolver {
  @CountsAs('comments')
  @Mutation(() => AddCommentPayload, {
    nullable: true,
    description: 'Comments on a paper, or replies to a comment, as the viewer. Needs the scope `write`.',
  })
  async addComment(
    @Arg('input', () => AddCommentInput, { description: 'What, and where.' }) input: AddCommentInput,
    @Ctx() context: Context,
  ): Promise<AddCommentPayload> {
    const viewer = requireScope(context.viewer, 'write');
    const add = () =>
      performOnce(AddCommentPayload, input, context, {
        viewer,
        perform: async (sql) => ({ made: await addComment(sql, viewer.userId, input) }),
        answer: async ({ commentId, paperId }) => {
          const commentEdge = await threadEdge(context, commentId);
          return { commentEdge, comment: commentEdge?.node ?? null, paper: await paperById(context).load(paperId) };
        },
      });
    return fewOnPaper(input.paperId, add, context.database.signal);
  }

  @Mutation(() => EditCommentPayload, {
    nullable: true,
    description:
      "Gives a comment of the viewer's another text; the one before stays in `Comment.edits`. The same text changes nothing and succeeds. Needs the scope `write`; somebody else's comment is `FORBIDDEN`.",
  })
  editComment(
    @Arg('input', () => EditCommentInput, { description: 'Which comment, and the text.' }) input: EditCommentInput,
    @Ctx() context: Context,
  ): Promise<EditCommentPayload> {
    return payloadOf(EditCommentPayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'write');
      const edit = (key: number) => editComment(context.database, userId, key, input.body);
      return { comment: await changedComment(context, input.commentId, edit) };
    });
  }

  @Mutation(() => DeleteCommentPayload, {
    nullable: true,
    description:
      "Takes a comment of the viewer's back for good, a hidden one too: its text, its history and its votes. Where there are replies, a stub stays for them, and goes with the last of them. Needs the scope `write`; somebody else's comment is `FORBIDDEN`.",
  })
  deleteComment(
    @Arg('input', () => DeleteCommentInput, { description: 'Which comment.' }) input: DeleteCommentInput,
    @Ctx() context: Context,
  ): Promise<DeleteCommentPayload> {
    return payloadOf(DeleteCommentPayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'write');
      const key = commentKeyOf(input.commentId);
      const deleted = await deleteComment(context.database, userId, key);
      if (!deleted) throw notFound('commentId', 'comment', input.commentId);
      forgetLoaded(context);
      return {
        deletedId: deleted.isGone ? input.commentId : null,
        comment: deleted.isGone ? null : await commentById(context).load(key),
        paper: await paperById(context).load(deleted.paperId),
      };
    });
  }
}
