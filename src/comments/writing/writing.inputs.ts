import { Field, ID, InputType } from 'type-graphql';
import { MutationInput } from '../../graphql/payload';
import { CreatingMutationInput } from '../../idempotency/creating-mutation.inputs';

const BODY =
  'The text in Markdown: 1 to 10,000 characters, not counting white space at its ends. `@` and a handle mention a person.';

@InputType({ description: 'What to say, and where.' })
export class AddCommentInput extends CreatingMutationInput {
  @Field(() => ID, { description: 'The id of the paper.' })
  paperId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the comment on the same paper that it replies to, which must be visible; none for a comment on the paper itself. A thread goes 1000 replies deep.',
  })
  parentId?: string | null;

  @Field({ description: BODY })
  body!: string;
}

@InputType({ description: 'Which comment gets which text.' })
export class EditCommentInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the comment.' })
  commentId!: string;

  @Field({ description: BODY })
  body!: string;
}

@InputType({ description: 'Which comment to take back.' })
export class DeleteCommentInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the comment.' })
  commentId!: string;
}
