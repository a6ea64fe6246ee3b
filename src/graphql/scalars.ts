import { GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLLocalDate } from 'graphql-scalars';
import { isCalendarDate } from '../lib/calendar-date';
import { quoted } from './errors';

/** An instant, always in UTC with milliseconds. */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description: 'An instant in UTC as RFC 3339 writes it, with milliseconds: `2025-12-10T09:30:00.000Z`.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
});

/** A calendar date without a zone. The library's own would let the year 0 through, which PostgreSQL does not know. */
export const LocalDate = new GraphQLScalarType({
  ...GraphQLLocalDate.toConfig(),
  description: 'A calendar date without a time or zone: `2025-12-10`.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date.html',
  // What is answered was read from PostgreSQL, which knows dates: to look at each again was a thirtieth of a list of papers.
  serialize: String,
  parseValue: calendarDate,
  parseLiteral: (node) => calendarDate(node.kind === Kind.STRING ? node.value : null),
});

function calendarDate(value: unknown): string {
  if (typeof value === 'string' && isCalendarDate(value)) return value;
  throw new TypeError(`${quoted(value)} is no calendar date; one looks like "2025-12-10".`);
}
