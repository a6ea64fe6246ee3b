import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, registerEnumType, Resolver } from 'type-graphql';
import type { Context } from '../graphql/context';
import { forgetLoaded } from '../graphql/loader';
import { rowKeyOf } from '../graphql/node';
import { MutationInput, Payload, payloadOf } from '../graphql/payload';
import { notFound } from '../graphql/user-error';
import { requireScope } from '../graphql/viewer';
import { CreatingMutationInput } from '../idempotency/creating-mutation.inputs';
import { performOnce } from '../idempotency/perform-once';
import { AuthorshipClaim } from './authorship-claim.entity';
import { claimAuthorship } from './claim-authorship.service';
import { claimById } from './claim.loaders';
import { reviewClaim } from './review-claim.service';

enum ClaimDecision {
  VERIFY = 'VERIFY',
  REJECT = 'REJECT',
}

registerEnumType(ClaimDecision, {
  name: 'ClaimDecision',
  description: 'What a moderator makes of a claim.',
  valuesConfig: {
    VERIFY: { description: 'The claim is true: the person is this author.' },
    REJECT: { description: 'The claim is not true, or not shown to be; also takes a verification back.' },
  },
});

@InputType({ description: 'Which authorship the viewer claims, and why that should be believed.' })
class ClaimAuthorshipInput extends CreatingMutationInput {
  @Field(() => ID, { description: 'The id of the authorship.' })
  authorshipId!: string;

  @Field({
    description:
      'Why it should be believed: 1 to 2000 characters, not counting white space at the ends. The claimant and moderators alone read it.',
  })
  evidence!: string;
}

@InputType({ description: 'What a moderator decides about a claim.' })
class ReviewClaimInput extends MutationInput {
  @Field(() => ID, { description: 'The id of the claim.' })
  claimId!: string;

  @Field(() => ClaimDecision, { description: 'Whether it is true.' })
  decision!: ClaimDecision;

  @Field(() => String, {
    nullable: true,
    description: 'Why, for the claimant to read: 1 to 1000 characters. A rejection needs one.',
  })
  reason?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of claiming an authorship.' })
class ClaimAuthorshipPayload extends Payload {
  @Field(() => AuthorshipClaim, {
    nullable: true,
    description: 'The claim, which may be one that the viewer made before; null where it was refused.',
  })
  claim: AuthorshipClaim | null = null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of reviewing a claim.' })
class ReviewClaimPayload extends Payload {
  @Field(() => AuthorshipClaim, {
    nullable: true,
    description: 'The claim as it stands now; null where the review was refused.',
  })
  claim: AuthorshipClaim | null = null;
}

@Resolver()
export class ClaimMutationsResolver {
  @Mutation(() => ClaimAuthorshipPayload, {
    nullable: true,
    description:
      'Says that the viewer is an author of a paper, for a moderator to review. A second claim on the same authorship changes nothing and gives the first one back; after a rejection a new one can be made. At most 20 of a person are pending. Needs the scope `write`.',
  })
  async claimAuthorship(
    @Arg('input', () => ClaimAuthorshipInput, { description: 'What to claim.' }) input: ClaimAuthorshipInput,
    @Ctx() context: Context,
  ): Promise<ClaimAuthorshipPayload> {
    const viewer = requireScope(context.viewer, 'write');
    return performOnce(ClaimAuthorshipPayload, input, context, {
      viewer,
      perform: async (sql) => ({ made: { claim: await claimAuthorship(sql, viewer.userId, input) } }),
      answer: async ({ claim }) => ({ claim: await claimById(context).load(claim) }),
    });
  }

  @Mutation(() => ReviewClaimPayload, {
    nullable: true,
    description:
      'Verifies or rejects a claim. At most one person is verified for an authorship: others stay pending, and cannot be verified until that one is rejected. A verified claim can be rejected later, a rejected one stays rejected. Deciding the same again changes nothing and succeeds. Needs the scope `moderate` and the role of a moderator; nobody can review a claim of their own, which is `FORBIDDEN`.',
  })
  reviewClaim(
    @Arg('input', () => ReviewClaimInput, { description: 'Which claim, and what about it.' }) input: ReviewClaimInput,
    @Ctx() context: Context,
  ): Promise<ReviewClaimPayload> {
    return payloadOf(ReviewClaimPayload, input, async () => {
      const { userId } = requireScope(context.viewer, 'moderate');
      const claimId = rowKeyOf('AuthorshipClaim', input.claimId);
      const { decision, reason } = input;
      const isDone = claimId !== null && (await reviewClaim(context.database, { claimId, decision, reason }, userId));
      if (!isDone) throw notFound('claimId', 'claim', input.claimId);
      forgetLoaded(context);
      return { claim: await claimById(context).load(claimId) };
    });
  }
}
