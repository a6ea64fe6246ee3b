import { Ctx, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { instancesOf, isAnyOf, prepared } from '../db/sql';
import type { Context } from '../graphql/context';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { DateTime } from '../graphql/scalars';
import { Paper } from '../papers/paper.entity';

@ObjectType({
  simpleResolvers: true,
  description: `What a trending score is made of, so that anybody can compute it again. With w(instant) = exp(ln 2 · (hours from \`epochAt\` to the instant) / \`halfLifeHours\`):
V = (1 + \`importedUpvoteCount\`) · w(\`startsAt\`), and w(\`votedAt\`) for each of \`Paper.upvotes\`;
C = \`commentFactor\` · the sum of w(\`createdAt\`) over the earliest visible comment of each person whose account is still there;
\`trendingScore\` = ln(V + min(C, \`commentLimit\` · V)).
Do not compute w itself: it leaves the range of floating point numbers three years after the epoch. Take the largest exponent out of the sum.`,
})
export class TrendingFactors {
  paperId!: number;

  @Field(() => Int, {
    description: 'In how many hours a vote comes to count half as much as a new one. The same for all papers.',
  })
  get halfLifeHours(): number {
    return 24;
  }

  @Field(() => DateTime, { description: 'The instant from which time is counted. The same for all papers.' })
  get epochAt(): Date {
    return new Date('2020-01-01T00:00:00.000Z');
  }

  @Field(() => Float, { description: 'What a comment counts beside a vote. The same for all papers.' })
  get commentFactor(): number {
    return 0.25;
  }

  @Field(() => Float, {
    description:
      'How much comments add at most, as a share of V, so that a quarrel does not outrank a good paper. The same for all papers.',
  })
  get commentLimit(): number {
    return 0.5;
  }

  @Field(() => DateTime, {
    description:
      "When the imported upvotes, and one more for the paper's being here, are taken to be given: the start of the day of its edition in the time zone of the feed, else of its day of publication, else when it was added here.",
  })
  startsAt!: Date;

  @Field(() => Float, { description: 'The natural logarithm of V, which is what the upvotes weigh.' })
  logVoteWeight!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'The natural logarithm of C, which is what the comments weigh before the limit; null where nobody commented.',
  })
  logCommentWeight!: number | null;

  @Field(() => Int, { description: 'How many people commented here, each of whom counts once in C.' })
  commenterCount!: number;
}

const FACTORS = prepared(`
  select s.paper_id as "paperId", s.log_vote_weight as "logVoteWeight", s.log_comment_weight as "logCommentWeight",
    trending_start(s.trending_day, zone.name, p.created_at) as "startsAt",
    (select count(distinct c.author_id) from comments c where c.paper_id = p.id and c.state = 'VISIBLE') as "commenterCount"
  from paper_stats s join papers p on p.id = s.paper_id cross join feed_time_zone() as zone(name)
  where s.paper_id ${isAnyOf('$1', 'integer')}`);

const factorsOfPaper = defineLoader<number, TrendingFactors>(async (sql, paperIds) => {
  const all = await instancesOf(TrendingFactors, sql, FACTORS, [paperIds]);
  return inOrderOf(paperIds, all, (factors) => factors.paperId);
});

@Resolver(() => Paper)
export class TrendingFactorsResolver {
  @FieldResolver(() => TrendingFactors, { description: 'What `trendingScore` is made of, and the formula.' })
  trendingFactors(@Root() paper: Paper, @Ctx() context: Context): Promise<TrendingFactors | null> {
    return factorsOfPaper(context).load(paper.rowId);
  }
}
