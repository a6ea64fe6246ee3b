import { Args, Ctx, Extensions, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context';
import { badUserInput, quoted } from '../graphql/errors';
import { defineOwnLoaderWithArguments } from '../graphql/loader';
import { DateTime } from '../graphql/scalars';
import { Paper } from '../papers/paper.entity';
import { countSteps, HistoryInterval, MAX_HISTORY_STEPS, newestBounds, stepBounds, stepsAtMost } from './history-steps';
import { UpvoteHistoryArguments } from './upvote-history.inputs';
import { selectVotesByStep } from './upvote-history.query';
import { upvotesByStep } from './upvotes-by-step';

@ObjectType({ simpleResolvers: true, description: 'One step of how the upvotes of a paper came in.' })
export class UpvoteHistoryPoint {
  @Field(() => DateTime, { description: 'When the step begins.' })
  startsAt!: Date;

  @Field(() => DateTime, { description: 'When the next step begins; later than now for the step that has not ended.' })
  endsAt!: Date;

  @Field(() => Int, {
    description:
      'How many upvotes the paper had at the end of the step, imported ones included. Up to now, the last step has `Paper.upvoteCount`.',
  })
  upvoteCount!: number;

  @Field(() => Int, { description: 'How many of them came in this step.' })
  newUpvoteCount!: number;
}

/** The arguments as instants in milliseconds, so that equal ones share a statement; null for what was left out. */
interface Span {
  interval: HistoryInterval;
  from: number | null;
  to: number | null;
}

const historyOfPaper = defineOwnLoaderWithArguments(
  async ({ database, feedTimeZone }: Context, paperIds: readonly number[], { interval, from, to }: Span) => {
    const now = Date.now();
    const bounds =
      from === null
        ? newestBounds(interval, to ?? now, feedTimeZone)
        : stepBounds(interval, from, to ?? now, feedTimeZone);
    const papers = await selectVotesByStep(database.pool, paperIds, bounds, feedTimeZone);
    return papers.map((votes) => {
      const steps = votes ? upvotesByStep(votes, bounds, feedTimeZone, now) : [];
      return from === null ? steps.filter((step) => step.hasBegun) : steps;
    });
  },
);

@Resolver(() => Paper)
export class UpvoteHistoryResolver {
  @FieldResolver(() => [UpvoteHistoryPoint], {
    description: `How the upvotes came in, step by step without gaps, the oldest first: the votes that stand now, by the time at which they were cast; one that was taken back is in no step. Imported votes have no times: they all count from the start of the day on which the paper was listed; of an unlisted one from \`publishedOn\`, else from the day of \`createdAt\`. At most ${MAX_HISTORY_STEPS} steps; more are BAD_USER_INPUT, and so is a \`from\` after \`to\`. Costs a point for each step that may lie between \`from\` and \`to\`, and ${MAX_HISTORY_STEPS} without \`from\`.`,
  })
  @Extensions({ listSize: longestHistory })
  upvoteHistory(
    @Root() paper: Paper,
    @Args(() => UpvoteHistoryArguments) args: UpvoteHistoryArguments,
    @Ctx() context: Context,
  ): Promise<UpvoteHistoryPoint[]> {
    return historyOfPaper(context, spanOf(args, context.feedTimeZone)).load(paper.rowId);
  }
}

/** How many steps these arguments may answer, in any time zone. */
function longestHistory({ interval, from, to }: UpvoteHistoryArguments): number {
  if (!from) return MAX_HISTORY_STEPS;
  return Math.min(MAX_HISTORY_STEPS, stepsAtMost(interval, from.getTime(), to?.getTime() ?? Date.now()));
}

function spanOf({ interval, from, to }: UpvoteHistoryArguments, timeZone: string): Span {
  const now = new Date();
  const end = to ?? now;
  if (from && from > end) {
    const given = to ? `"to" is ${quoted(to)}` : `"to" was left out, which means now, ${quoted(now)}`;
    throw badUserInput('from', `"from" is ${quoted(from)} and ${given}; "from" must not be after "to".`);
  }
  const last = end < now ? end.getTime() : null;
  const steps = from ? countSteps(interval, from.getTime(), last ?? now.getTime(), timeZone) : 0;
  if (steps > MAX_HISTORY_STEPS) {
    const message = `From ${quoted(from)} on there are ${steps} steps of the interval ${interval}; a history has at most ${MAX_HISTORY_STEPS}. Send a later "from", an earlier "to" or a longer "interval".`;
    throw badUserInput('from', message);
  }
  return { interval, from: from?.getTime() ?? null, to: last };
}
