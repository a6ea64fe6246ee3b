import { accountDeleted, isOfDeletedPerson } from './deleted-person';
import { Extensions, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';

export enum UserErrorCode {
  NOT_FOUND = 'NOT_FOUND',
  INVALID = 'INVALID',
  HANDLE_TAKEN = 'HANDLE_TAKEN',
  NOT_CONFIRMED = 'NOT_CONFIRMED',
  LAST_ADMIN = 'LAST_ADMIN',
}

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'What is wrong with the input of a mutation. New codes may be added: treat an unknown one as a failure.',
  valuesConfig: {
    NOT_FOUND: {
      description: 'An id leads to nothing: it is malformed, unknown, of another type, or what it led to is gone.',
    },
    INVALID: { description: 'A value is not one that is accepted; the message says which are.' },
    HANDLE_TAKEN: { description: 'Somebody else has this handle.' },
    NOT_CONFIRMED: { description: 'What was to confirm the mutation is not what it asks for.' },
    LAST_ADMIN: { description: 'There would be no admin left: give somebody else the role first.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'Something that the person can act on; the mutation changed nothing.',
})
export class UserError {
  @Field(() => UserErrorCode, { description: 'What is wrong, for programs.' })
  code!: UserErrorCode;

  @Field({ description: 'What is wrong, for people: a sentence.' })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Where in the input, from `input` on; null where it is about the whole.',
  })
  path!: string[] | null;
}

/** A rule of the domain that the person can act on; thrown by services, answered in `userErrors`. */
export class DomainError extends Error {
  constructor(
    readonly code: UserErrorCode,
    message: string,
    readonly path: string[] | null = null,
  ) {
    super(message);
  }
}

/** The part that every input has. */
@InputType()
export abstract class MutationInput {
  @Field(() => String, {
    nullable: true,
    description: 'Anything that tells this mutation from others for its sender; the payload gives it back.',
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
  const clientMutationId = input.clientMutationId ?? null;
  try {
    return Object.assign(new payload(), await work(), { clientMutationId });
  } catch (error) {
    if (isOfDeletedPerson(error)) throw accountDeleted();
    if (!(error instanceof DomainError)) throw error;
    const { code, message, path } = error;
    return Object.assign(new payload(), { userErrors: [{ code, message, path }], clientMutationId });
  }
}
