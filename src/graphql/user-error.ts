import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { quoted } from './errors';

export enum UserErrorCode {
  AUTHORSHIP_TAKEN = 'AUTHORSHIP_TAKEN',
  CLAIM_REJECTED = 'CLAIM_REJECTED',
  HANDLE_TAKEN = 'HANDLE_TAKEN',
  IDEMPOTENCY_KEY_REUSED = 'IDEMPOTENCY_KEY_REUSED',
  INVALID_VALUE = 'INVALID_VALUE',
  LAST_ADMIN = 'LAST_ADMIN',
  LIMIT_REACHED = 'LIMIT_REACHED',
  NOT_CONFIRMED = 'NOT_CONFIRMED',
  NOT_FOUND = 'NOT_FOUND',
  NOT_VISIBLE = 'NOT_VISIBLE',
  PAPER_REMOVED = 'PAPER_REMOVED',
  PAPER_TOO_OLD = 'PAPER_TOO_OLD',
  SCOPE_NOT_HELD = 'SCOPE_NOT_HELD',
  SECRET_SHOWN_ONCE = 'SECRET_SHOWN_ONCE',
  TOO_LATE = 'TOO_LATE',
  WEBHOOK_DISABLED = 'WEBHOOK_DISABLED',
  WEBHOOKS_OFF = 'WEBHOOKS_OFF',
}

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'What is wrong with the input of a mutation. New codes may be added: treat an unknown one as a failure.',
  valuesConfig: {
    AUTHORSHIP_TAKEN: { description: 'Somebody else is verified as this author already: reject that claim first.' },
    CLAIM_REJECTED: { description: 'The claim was rejected and stays so; the person may claim again.' },
    HANDLE_TAKEN: { description: 'Somebody else has this handle.' },
    IDEMPOTENCY_KEY_REUSED: {
      description: 'The idempotency key was sent with another input before: a new input takes a new key.',
    },
    INVALID_VALUE: {
      description: 'A value is not accepted here, too long, say, or of the past; the message says what is.',
    },
    LAST_ADMIN: { description: 'There would be no admin left: give somebody else the role first.' },
    LIMIT_REACHED: {
      description:
        'There are as many of these as one person, or one paper, may have, or this was done as often as one may in a day.',
    },
    NOT_CONFIRMED: { description: 'What was to confirm the mutation is not what it asks for.' },
    NOT_FOUND: {
      description: 'An id leads to nothing: it is malformed, unknown, of another type, or what it led to is gone.',
    },
    NOT_VISIBLE: { description: 'A comment is deleted or hidden, so that nothing more can be done with it.' },
    PAPER_REMOVED: { description: 'A moderator took the paper off its edition, for the reason in the message.' },
    PAPER_TOO_OLD: {
      description: 'The paper was published longer ago than is accepted; the message says how long that is.',
    },
    SCOPE_NOT_HELD: { description: 'A scope was to be given away that the bearer of this request does not hold.' },
    SECRET_SHOWN_ONCE: {
      description:
        'The mutation was done before under this idempotency key, and its payload had a secret, which is not shown again.',
    },
    TOO_LATE: { description: 'This could be done before, and cannot any more; the message says why.' },
    WEBHOOK_DISABLED: { description: 'Nothing is sent to the webhook before it is enabled again.' },
    WEBHOOKS_OFF: {
      description: 'This deployment sends no webhooks, as whoever runs it gave it no key for their secrets.',
    },
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

/** A refusal as the payload shows it. */
export function userErrorOf({ code, message, path }: DomainError): UserError {
  return { code, message, path };
}

/** A value of the input that is not accepted; the message says which are. */
export function invalidValue(field: string, message: string): DomainError {
  return new DomainError(UserErrorCode.INVALID_VALUE, message, ['input', field]);
}

/** An id of the input that leads to nothing, as that of a `paper`. */
export function notFound(field: string, what: string, id: string): DomainError {
  return new DomainError(UserErrorCode.NOT_FOUND, `There is no ${what} with the id ${quoted(id)}.`, ['input', field]);
}
