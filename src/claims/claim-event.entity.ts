import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/scalars';
import type { AuthorshipClaim } from './authorship-claim.entity';

enum ClaimEventKind {
  CLAIMED = 'CLAIMED',
  VERIFIED = 'VERIFIED',
  REJECTED = 'REJECTED',
}

registerEnumType(ClaimEventKind, {
  name: 'AuthorshipClaimEventKind',
  description: 'What can happen to a claim. A rejected one stays so: who claims again makes a new claim.',
  valuesConfig: {
    CLAIMED: { description: 'The person made it.' },
    VERIFIED: { description: 'A moderator found it true.' },
    REJECTED: { description: 'A moderator found it untrue, and said why.' },
  },
});

/** A claim is made, perhaps verified, perhaps rejected. */
export const MAX_CLAIM_EVENTS = 3;

@ObjectType({ simpleResolvers: true, description: 'One step in the history of a claim.' })
export class AuthorshipClaimEvent {
  @Field(() => ClaimEventKind, { description: 'What happened.' })
  kind!: ClaimEventKind;

  @Field(() => DateTime, { description: 'When it happened.' })
  occurredAt!: Date;

  actorId!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the moderator said to it; null where nothing was said.',
  })
  reason!: string | null;
}

/** What happened to a claim, the last thing first. */
export function eventsOf(claim: AuthorshipClaim): AuthorshipClaimEvent[] {
  const { createdAt, userId, verifiedAt, verifiedById, verifiedReason, rejectedAt, rejectedById, rejectedReason } =
    claim;
  const steps: [ClaimEventKind, Date | null, number | null, string | null][] = [
    [ClaimEventKind.REJECTED, rejectedAt, rejectedById, rejectedReason],
    [ClaimEventKind.VERIFIED, verifiedAt, verifiedById, verifiedReason],
    [ClaimEventKind.CLAIMED, createdAt, userId, null],
  ];
  return steps.flatMap(([kind, occurredAt, actorId, reason]) =>
    occurredAt ? [Object.assign(new AuthorshipClaimEvent(), { kind, occurredAt, actorId, reason })] : [],
  );
}
