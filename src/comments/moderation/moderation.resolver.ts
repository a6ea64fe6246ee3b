import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../graphql/context';
import { MutationInput, Payload, payloadOf } from '../../graphql/payload';
import { requireScope } from '../../graphql/viewer';
import { changedComment } from '../comment-id';
import { Comment } from '../comment.entity';
import { hideComment, unhideComment } from './moderate-comment.service';

@InputType({ description: 'Which comment to hide, and why.' })
class HideCommentInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the comment.' })
  commentId!: string;

  @Field({ description: 'Why, for everybody to read in its place: 1 to 1000 characters.' })
  reason!: string;
}

@InputType({ description: 'Which comment to show again.' })
class UnhideCommentInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the comment.' })
  commentId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What came of hiding a comment.' })
class HideCommentPayload extends Payload {
  @Field(() => Comment, { nullable: true, description: 'The comment, hidden now; null where it was refused.' })
  comment: Comment | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of showing a comment again.' })
class UnhideCommentPayload extends Payload {
  @Field(() => Comment, { nullable: true, description: 'The comment, as it is now; null where it was refused.' })
  comment: Comment | null = null;
}

@Resolver()
export class CommentModerationResolver {
  @Mutation(() => HideCommentPayload, {
    nullable: true,
    description:
      'Hides a comment from everybody, its author included; it stands as a stub with the reason, and its replies stay. One that is hidden gets the new reason. Needs the scope `moderate` and the role of a moderator.',
  })
  hideComment(
    @Arg('input', () => HideCommentInput, { description: 'Which comment, and why.' }) input: HideCommentInput,
    @Ctx() context: Context,
  ): Promise<HideCommentPayload> {
    return payloadOf(HideCommentPayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'moderate');
      const hide = (key: number) => hideComment(context.database, userId, key, input.reason);
      return { comment: await changedComment(context, input.commentId, hide) };
    });
  }

  @Mutation(() => UnhideCommentPayload, {
    nullable: true,
    description:
      'Shows a hidden comment again as it was, with its votes. Where it is not hidden, nothing changes and it succeeds. Needs what `hideComment` needs.',
  })
  unhideComment(
    @Arg('input', () => UnhideCommentInput, { description: 'Which comment.' }) input: UnhideCommentInput,
    @Ctx() context: Context,
  ): Promise<UnhideCommentPayload> {
    return payloadOf(UnhideCommentPayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'moderate');
      const show = (key: number) => unhideComment(context.database, userId, key);
      return { comment: await changedComment(context, input.commentId, show) };
    });
  }
}
