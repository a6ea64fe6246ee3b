import { Field, ID, InputType } from 'type-graphql';
import { MutationInput } from '../graphql/payload';
import { CreatingMutationInput } from '../idempotency/creating-mutation.inputs';

@InputType({ description: 'Which paper to put on the edition of today, and why.' })
export class SubmitPaperInput extends CreatingMutationInput {
  @Field({
    description:
      'The paper: an arXiv id or a DOI in any usual spelling, with a version, a prefix or as an address; the address of a page of this deployment; or the id of a paper here. A paper that is not here yet takes an arXiv id.',
  })
  paper!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why it is worth reading, for everybody to read: at most 1000 characters.',
  })
  note?: string | null;
}

@InputType({ description: 'Which submission to withdraw.' })
export class WithdrawSubmissionInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the submission.' })
  submissionId!: string;
}

@InputType({ description: 'Which submission to take off its edition, and why.' })
export class RemoveSubmissionInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the submission.' })
  submissionId!: string;

  @Field({ description: 'Why, for the submitter and everybody to read: 1 to 1000 characters.' })
  reason!: string;
}
