import { DateTime } from 'luxon';
import { type LocalDateRange, requireForward } from '../../graphql/local-date-range';
import { categoryTerm, titleTerm } from '../../indexing/indexed-paper';
import { type Token, tokenOf, tokensOf } from '../../indexing/token';
import { isStopTerm, type Term, termOf } from '../../words/term';
import { paperConditions, type PaperFilter } from '../../papers/paper-filter';
import type { Requirements } from '../ranking/candidates.query';
import type { Condition, SearchQuery } from './search-query';

/** Longer ranges of months are looked up by year. */
const MAX_MONTHS = 24;
const MAX_YEARS = 200;

/** The filter of a request and what the query itself asks for, as one filter. */
export function wholeFilter(filter: PaperFilter, { hasCode }: SearchQuery): PaperFilter {
  return hasCode ? { ...filter, hasCode: true } : filter;
}

/**
 * What papers must have. Categories and whole months are tokens, by which the index leaves out what does not fit before it is
 * looked at; the rest of a filter is asked of the papers that were found.
 */
export function requirementsOf(query: SearchQuery, filter: PaperFilter): Requirements {
  const { categories, publishedOn, ...others } = filter;
  if (publishedOn) requireForward('filter.publishedOn', publishedOn);
  const days = publishedOn ? marksOfDays(publishedOn) : null;
  const marks = [...(categories?.length ? [categories.map(categoryTerm)] : []), ...(days ? [days.terms] : [])];
  return {
    groups: [
      ...query.conditions.filter(({ isExcluded }) => !isExcluded).flatMap(groupsOf),
      ...marks.map((terms) => terms.map(tokenOf)),
    ],
    filterConditions: marks.map((terms) => ({ field: 'marks', terms, isExcluded: false })),
    conditionsOn: (placeholders) =>
      paperConditions(days?.isExact ? others : { ...others, publishedOn: publishedOn ?? null }, placeholders),
  };
}

/** What papers must have of which nothing is asked but that: the filter is asked of all, in the order in which they are listed. */
export function plainRequirementsOf(query: SearchQuery, filter: PaperFilter): Requirements {
  return {
    groups: query.conditions.filter(({ isExcluded }) => !isExcluded).flatMap(groupsOf),
    filterConditions: [],
    conditionsOn: (placeholders) => paperConditions(filter, placeholders),
  };
}

function groupsOf({ field, terms }: Condition): Token[][] {
  if (field === 'marks') return [terms.map(tokenOf)];
  if (field === 'names') return terms.map((term) => [tokenOf(term)]);
  if (field === 'title') return terms.map((term) => [tokenOf(titleTerm(term))]);
  return terms.filter((term) => !isStopTerm(term)).map(tokensOf);
}

interface MarksOfDays {
  terms: Term[];
  /** Whether the papers of these months or years are those of the range, to the day. */
  isExact: boolean;
}

/** The months of a range of days, or its years, so that no paper of other times is looked at; null where its begin is open. */
function marksOfDays({ from, to }: LocalDateRange): MarksOfDays | null {
  if (!from) return null;
  const firstYear = Number(from.slice(0, 4));
  const lastYear = to ? Number(to.slice(0, 4)) : firstYear + MAX_YEARS - 1;
  const first = monthNumber(from);
  const months = to ? monthNumber(to) - first + 1 : Infinity;
  if (to && months <= MAX_MONTHS) {
    const isExact = from.endsWith('-01') && DateTime.fromISO(to).daysInMonth === Number(to.slice(8));
    return { terms: upTo(months).map((index) => termOf('month', monthOf(first + index))), isExact };
  }
  if (lastYear - firstYear >= MAX_YEARS) return null;
  const isExact = from.endsWith('-01-01') && (to?.endsWith('-12-31') ?? false);
  return { terms: upTo(lastYear - firstYear + 1).map((index) => termOf('year', yearOf(firstYear + index))), isExact };
}

const upTo = (length: number) => Array.from({ length: Math.max(0, length) }, (_, index) => index);
const monthNumber = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const yearOf = (year: number) => String(year).padStart(4, '0');
const monthOf = (number: number) => `${yearOf(Math.floor(number / 12))}-${String((number % 12) + 1).padStart(2, '0')}`;
