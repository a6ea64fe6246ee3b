import { Ctx, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';
import { Authorship } from '../authorships/authorship.entity';
import type { Context } from '../graphql/context';
import { User } from '../users/user.entity';
import { userById } from '../users/user.loaders';
import { AuthorshipClaim } from './authorship-claim.entity';
import { AuthorshipClaimEvent, eventsOf, MAX_CLAIM_EVENTS } from './claim-event.entity';
import { authorshipByAuthor, seesWholeClaim } from './claim.loaders';
import { pairOf } from './pair';

@Resolver(() => AuthorshipClaim)
export class ClaimResolver {
  @FieldResolver(() => Authorship, {
    nullable: true,
    description:
      'What is claimed, at the position that the author has now; null where the paper no longer names that author, which leaves the claim without effect.',
  })
  authorship(@Root() claim: AuthorshipClaim, @Ctx() context: Context): Promise<Authorship | null> {
    return authorshipByAuthor(context).load(pairOf(claim.paperId, claim.authorId));
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who claims it; null for somebody who left just now.' })
  user(@Root() claim: AuthorshipClaim, @Ctx() context: Context): Promise<User | null> {
    return userById(context).load(claim.userId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why it should be believed, in the words of the claimant: 1 to 2000 characters. For the claimant and for moderators with the scope `moderate`: null to everybody else.',
  })
  evidence(@Root() claim: AuthorshipClaim, @Ctx() context: Context): string | null {
    return seesWholeClaim(context, claim) ? claim.storedEvidence : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What the moderator who last decided said to it; null where nothing was said. For the claimant and for moderators: null to everybody else.',
  })
  reviewReason(@Root() claim: AuthorshipClaim, @Ctx() context: Context): string | null {
    if (!seesWholeClaim(context, claim)) return null;
    return claim.rejectedAt ? claim.rejectedReason : claim.verifiedReason;
  }

  @FieldResolver(() => User, {
    nullable: true,
    description:
      'The moderator who last decided; null while it is pending, and for one who is gone. For the claimant and for moderators: null to everybody else.',
  })
  reviewedBy(@Root() claim: AuthorshipClaim, @Ctx() context: Context): Promise<User | null> | null {
    const reviewer = claim.rejectedAt ? claim.rejectedById : claim.verifiedById;
    return seesWholeClaim(context, claim) && reviewer !== null ? userById(context).load(reviewer) : null;
  }

  @FieldResolver(() => [AuthorshipClaimEvent], {
    nullable: true,
    description: `What happened to it, the last thing first; at most ${MAX_CLAIM_EVENTS} steps. For the claimant and for moderators: null to everybody else.`,
  })
  @Extensions({ listSize: MAX_CLAIM_EVENTS })
  history(@Root() claim: AuthorshipClaim, @Ctx() context: Context): AuthorshipClaimEvent[] | null {
    return seesWholeClaim(context, claim) ? eventsOf(claim) : null;
  }
}

@Resolver(() => AuthorshipClaimEvent)
export class ClaimEventResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who did it; null for somebody who is gone.' })
  actor(@Root() event: AuthorshipClaimEvent, @Ctx() context: Context): Promise<User | null> | null {
    return event.actorId === null ? null : userById(context).load(event.actorId);
  }
}
