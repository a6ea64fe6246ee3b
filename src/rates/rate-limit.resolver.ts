import { Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../graphql/context';
import { DateTime } from '../graphql/scalars';

@ObjectType({
  simpleResolvers: true,
  description:
    'What whoever asks may spend: a bucket of points, which each request takes its cost from and which fills up again steadily. It is that of the signed-in person, else that of the address.',
})
class RateLimit {
  @Field(() => Int, { description: 'What this request costs, in points; it is paid already.' })
  cost!: number;

  @Field(() => Int, {
    description: 'How many points there are when the bucket is full, so how many may be spent at once.',
  })
  limit!: number;

  @Field(() => Int, {
    description:
      'How many points are left. Several servers may share a bucket, so it may be less by what others used within the last seconds.',
  })
  remaining!: number;

  @Field(() => DateTime, { description: 'When the bucket is full again, if nothing else is asked until then.' })
  resetAt!: Date;
}

@Resolver()
export class RateLimitResolver {
  @Query(() => RateLimit, {
    description:
      'What this request costs, and how much more whoever asks may spend. The headers `RateLimit` and `RateLimit-Policy` of each answer say so too.',
  })
  rateLimit(@Ctx() { cost, charges }: Context): RateLimit {
    return { cost: cost.requested, ...charges.pointsLeft() };
  }
}
