import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../graphql/context';
import { forgetLoaded } from '../graphql/loader';
import { nodeId } from '../graphql/node';
import { MutationInput, Payload, payloadOf } from '../graphql/payload';
import { requireScope } from '../graphql/viewer';
import { deleteAccount } from './delete-account.service';

@InputType({ description: "The word that confirms the deletion of the viewer's account." })
class DeleteAccountInput extends MutationInput {
  @Field({ description: "The viewer's own handle." })
  handle!: string;
}

@ObjectType({ simpleResolvers: true, description: 'What came of deleting an account.' })
class DeleteAccountPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The id of the person who is gone; null where it was refused.' })
  deletedId: string | null = null;
}

@Resolver()
export class AccountResolver {
  @Mutation(() => DeleteAccountPayload, {
    nullable: true,
    description:
      "Deletes the viewer's account for good: votes are taken back, comments stay as stubs without text and author, papers stay on editions without their submitter and the note, pending submissions go, claims go and what was verified is free again, links stay without their person, tokens and sign-ins end at once. The last admin cannot go. Needs the scope `write`.",
  })
  deleteAccount(
    @Arg('input', () => DeleteAccountInput, { description: 'The confirmation.' }) input: DeleteAccountInput,
    @Ctx() context: Context,
  ): Promise<DeleteAccountPayload> {
    return payloadOf(DeleteAccountPayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'write');
      await deleteAccount(context.database, userId, input.handle);
      forgetLoaded(context);
      return { deletedId: nodeId('User', userId) };
    });
  }
}
