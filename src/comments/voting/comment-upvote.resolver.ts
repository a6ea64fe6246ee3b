import { Arg, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { CountsAs } from '../../graphql/charges';
import type { Context } from '../../graphql/context';
import { MutationInput, Payload, payloadOf } from '../../graphql/payload';
import { requireScope } from '../../graphql/viewer';
import { changedComment } from '../comment-id';
import { Comment } from '../comment.entity';
import { viewerVoteOnComment } from './comment-upvote.loaders';
import { castCommentUpvote, withdrawCommentUpvote } from './comment-upvote.service';

@InputType({ description: 'Which comment to upvote.' })
class UpvoteCommentInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the comment.' })
  commentId!: string;
}

@InputType({ description: 'Which upvote of a comment to take back.' })
class RemoveCommentUpvoteInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the comment.' })
  commentId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What came of an upvote.' })
class UpvoteCommentPayload extends Payload {
  @Field(() => Comment, {
    nullable: true,
    description: 'The comment with its new count; null where the vote was refused.',
  })
  comment: Comment | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of taking an upvote back.' })
class RemoveCommentUpvotePayload extends Payload {
  @Field(() => Comment, {
    nullable: true,
    description: 'The comment with its new count; null where the request was refused.',
  })
  comment: Comment | null = null;
}

@Resolver(() => Comment)
export class CommentUpvoteResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the person who asks upvoted this comment; false for nobody.' })
  async viewerHasUpvoted(@Root() comment: Comment, @Ctx() context: Context): Promise<boolean> {
    return context.viewer !== null && (await viewerVoteOnComment(context).load(comment.rowId)) === true;
  }

  @CountsAs('votes')
  @Mutation(() => UpvoteCommentPayload, {
    nullable: true,
    description:
      'Upvotes a comment as the viewer, their own too. A second vote for the same comment changes nothing and succeeds; one that is deleted or hidden takes none. Needs the scope `vote`.',
  })
  upvoteComment(
    @Arg('input', () => UpvoteCommentInput, { description: 'Which comment.' }) input: UpvoteCommentInput,
    @Ctx() context: Context,
  ): Promise<UpvoteCommentPayload> {
    return payloadOf(UpvoteCommentPayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'vote');
      const cast = (key: number) => castCommentUpvote(context.database, key, userId);
      return { comment: await changedComment(context, input.commentId, cast) };
    });
  }

  @CountsAs('votes')
  @Mutation(() => RemoveCommentUpvotePayload, {
    nullable: true,
    description:
      "Takes the viewer's upvote of a comment back. Where there is none, nothing changes and it succeeds. Needs the scope `vote`.",
  })
  removeCommentUpvote(
    @Arg('input', () => RemoveCommentUpvoteInput, { description: 'Which comment.' }) input: RemoveCommentUpvoteInput,
    @Ctx() context: Context,
  ): Promise<RemoveCommentUpvotePayload> {
    return payloadOf(RemoveCommentUpvotePayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'vote');
      const withdraw = (key: number) => withdrawCommentUpvote(context.database, key, userId);
      return { comment: await changedComment(context, input.commentId, withdraw) };
    });
  }
}
