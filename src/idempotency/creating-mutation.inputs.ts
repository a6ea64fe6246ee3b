import { Field, InputType } from 'type-graphql';
import { MutationInput } from '../graphql/payload';

/** The part that the input of every mutation has that makes something. */
@InputType()
export abstract class CreatingMutationInput extends MutationInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Makes it safe to send this mutation again: any text of 1 to 255 characters that you did not use for this mutation before, such as a UUID. For 24 hours the same key with the same input answers what came of the first time, its `userErrors` included, and does nothing more; two at once have one effect. Another input under the same key is refused with `IDEMPOTENCY_KEY_REUSED`. Failures in `errors` are not remembered.',
  })
  idempotencyKey?: string | null;
}
