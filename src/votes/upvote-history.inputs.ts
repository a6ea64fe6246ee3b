import { ArgsType, Field, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/scalars';
import { HistoryInterval } from './history-steps';

registerEnumType(HistoryInterval, {
  name: 'UpvoteHistoryInterval',
  description: 'How long a step of a history is, in the time zone of the feed: see `feedTimeZone`.',
  valuesConfig: {
    HOUR: { description: 'An hour, counted from midnight.' },
    DAY: { description: 'A day from midnight to midnight: 23 or 25 hours where the clocks change.' },
    WEEK: { description: 'A week of ISO 8601, from Monday to Sunday.' },
  },
});

@ArgsType()
export class UpvoteHistoryArguments {
  @Field(() => HistoryInterval, { description: 'How long a step is.' })
  interval!: HistoryInterval;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The first step is the one that holds this instant. Left out: the one in which the count began, with the first vote or the day on which imported ones count; where that lies back further than a history reaches, the newest 400 steps.',
  })
  from?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The last step is the one that holds the moment before this instant. Left out, or later than now: now.',
  })
  to?: Date | null;
}
