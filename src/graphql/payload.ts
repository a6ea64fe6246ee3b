import { Extensions, Field, InputType, ObjectType } from 'type-graphql';
import { countCharacters } from '../lib/count-characters';
import { accountDeleted, isOfDeletedPerson } from './deleted-person';
import { badUserInput } from './errors';
import { DomainError, UserError, userErrorOf } from './user-error';

const MAX_CLIENT_MUTATION_ID_LENGTH = 255;

/** The part that every input has. */
@InputType()
export abstract class MutationInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Anything that tells this mutation from others for its sender, at most 255 characters; the payload gives it back.',
  })
  clientMutationId?: string | null;
}

/** A mutation stops at the first thing that is wrong, or names a few together: what the list costs a request. */
const MAX_USER_ERRORS = 10;

/** The part that every payload has. */
@ObjectType({ simpleResolvers: true })
export abstract class Payload {
  @Extensions({ listSize: MAX_USER_ERRORS })
  @Field(() => [UserError], { description: 'What was wrong with the input; empty where the mutation did its work.' })
  userErrors: UserError[] = [];

  @Field(() => String, { nullable: true, description: 'What the input said under this name.' })
  clientMutationId: string | null = null;
}

/** Runs a mutation: its result on the payload, or the domain's refusal in `userErrors`. */
export async function payloadOf<T extends Payload>(
  payload: new () => T,
  input: MutationInput,
  work: () => Promise<Partial<T>>,
): Promise<T> {
  const clientMutationId = soundClientMutationIdOf(input);
  try {
    return Object.assign(new payload(), await work(), { clientMutationId });
  } catch (error) {
    if (isOfDeletedPerson(error)) throw accountDeleted();
    if (!(error instanceof DomainError)) throw error;
    return Object.assign(new payload(), { userErrors: [userErrorOf(error)], clientMutationId });
  }
}

function soundClientMutationIdOf({ clientMutationId = null }: MutationInput): string | null {
  const length = countCharacters(clientMutationId ?? '');
  if (length > MAX_CLIENT_MUTATION_ID_LENGTH) {
    const message = `"input.clientMutationId" has ${length} characters; it takes at most ${MAX_CLIENT_MUTATION_ID_LENGTH}.`;
    throw badUserInput('input.clientMutationId', message);
  }
  return clientMutationId;
}
