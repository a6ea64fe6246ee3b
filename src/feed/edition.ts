import { DateTime } from 'luxon';
import { Field, Int, ObjectType } from 'type-graphql';
import { Node } from '../graphql/node';
import { DateTime as DateTimeScalar, LocalDate } from '../graphql/scalars';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'The papers that the community listed on one day. Every day up to today has one, even if it is empty.',
})
export class Edition extends Node {
  get nodeKey() {
    return this.date;
  }

  @Field(() => LocalDate, { description: 'The day, in the time zone of the feed: see `feedTimeZone`.' })
  readonly date: string;

  @Field(() => Int, { description: 'How many papers are listed.' })
  readonly paperCount: number;

  constructor(
    date: string,
    paperCount: number,
    private readonly timeZone: string,
  ) {
    super();
    this.date = date;
    this.paperCount = paperCount;
  }

  @Field(() => DateTimeScalar, { description: 'The instant at which the day begins in the time zone of the feed.' })
  get startsAt(): Date {
    return this.day.startOf('day').toJSDate();
  }

  @Field(() => DateTimeScalar, {
    description: 'The instant at which the next day begins in the time zone of the feed.',
  })
  get endsAt(): Date {
    return this.day.plus({ days: 1 }).startOf('day').toJSDate();
  }

  private get day(): DateTime {
    return DateTime.fromISO(this.date, { zone: this.timeZone });
  }
}
