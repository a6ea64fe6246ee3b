import { Field, InputType } from 'type-graphql';
import { badUserInput } from './errors';
import { LocalDate } from './scalars';

@InputType({
  description:
    'Days from one to another, both included. A missing or null end is open; rows without a date are never in a range.',
})
export class LocalDateRange {
  @Field(() => LocalDate, { nullable: true, description: 'The first day.' })
  from?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day.' })
  to?: string | null;
}

/** Refuses a range that ends before it begins. */
export function requireForward(argument: string, { from, to }: LocalDateRange): void {
  if (from && to && from > to) {
    throw badUserInput(
      argument,
      `"${argument}" goes from "${from}" to "${to}"; the first day must not be after the last.`,
    );
  }
}
