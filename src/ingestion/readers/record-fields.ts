import { DateTime } from 'luxon';
import { parseArxivId } from '../../lib/arxiv-id';
import { foldText } from '../../lib/fold-text';
import { isCalendarDate } from '../../lib/calendar-date';
import { quote, RefusedRecordError } from './refusal';

const TITLE_MAX_CHARS = 1_000;
const ABSTRACT_MAX_CHARS = 50_000;
const AUTHOR_NAME_MAX_CHARS = 300;
const AUTHORS_MAX = 10_000;
const LABEL_MAX_CHARS = 100;
const LABELS_MAX = 200;
/** What an `integer` column of PostgreSQL holds. */
const COUNT_MAX = 2_147_483_647;

/** PostgreSQL stores neither NUL characters nor halves of surrogate pairs. */
const NOT_STORABLE = /[\0\p{Surrogate}]/u;

export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same fields without those that are undefined, for a record leaves out what its source is silent about. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

export function arxivIdOf(value: unknown): string {
  const arxivId = typeof value === 'string' ? parseArxivId(value) : null;
  if (arxivId !== null) return arxivId;
  if (value === undefined || value === null) throw new RefusedRecordError('The arXiv id is missing.');
  throw new RefusedRecordError(`The id ${quote(value)} is no arXiv id; one such as "2606.00467" is expected.`);
}

/** A title as it stands, but for white space at its ends. */
export function titleOf(value: unknown): string {
  return boundedText(value, 'title', TITLE_MAX_CHARS);
}

export function foldedTitleOf(value: unknown): string {
  return titleOf(typeof value === 'string' ? foldText(value) : value);
}

/** An abstract as it stands, but for white space at its ends; undefined where there is none. */
export function abstractOf(value: unknown): string | undefined {
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) return undefined;
  return boundedText(value, 'abstract', ABSTRACT_MAX_CHARS);
}

export function authorNameOf(value: unknown): string {
  return boundedText(typeof value === 'string' ? foldText(value) : value, 'author name', AUTHOR_NAME_MAX_CHARS);
}

/** The entries of a list of authors; undefined where there is none, for a paper without authors means a silent source. */
export function authorEntriesOf(value: unknown): unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw new RefusedRecordError(`The authors are ${quote(value)}, and a list is expected.`);
  requireAuthorCount(value.length);
  return value.length > 0 ? value : undefined;
}

export function requireAuthorCount(count: number): number {
  if (count <= AUTHORS_MAX) return count;
  throw new RefusedRecordError(`The paper has ${count} authors, and at most ${AUTHORS_MAX} are accepted.`);
}

/** Keywords or categories, each once. Labels are a help, not the paper: what is no usable label is left out. */
export function labelsOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const labels = value
    .filter((label) => typeof label === 'string')
    .map(foldText)
    .filter(isUsableLabel);
  return labels.length > 0 ? [...new Set(labels)].slice(0, LABELS_MAX) : undefined;
}

export function countOf(value: unknown, what: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= COUNT_MAX) return Number(value);
  throw new RefusedRecordError(
    `The number of ${what} is ${quote(value)}, and a whole number from 0 to ${COUNT_MAX} is expected.`,
  );
}

/** An instant of ISO 8601, in UTC where it names no zone; a day alone is its first instant. */
export function instantOf(value: unknown, what: string): DateTime<true> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && isCalendarDate(value.slice(0, 10))) {
    const instant = DateTime.fromISO(value, { zone: 'utc' });
    if (instant.isValid && isCalendarDate(instant.toISODate())) return instant;
  }
  throw new RefusedRecordError(
    `The ${what} ${quote(value)} is no date; one such as "2026-06-12" or "2026-06-12T08:30:00Z" is expected.`,
  );
}

/** A person's name that is only shown; undefined where it cannot be. */
export function shownNameOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const name = foldText(value);
  return name !== '' && name.length <= AUTHOR_NAME_MAX_CHARS && !NOT_STORABLE.test(name) ? name : undefined;
}

function isUsableLabel(label: string): boolean {
  return label !== '' && label.length <= LABEL_MAX_CHARS && !NOT_STORABLE.test(label);
}

function boundedText(value: unknown, what: string, maxChars: number): string {
  if (value === undefined || value === null) throw new RefusedRecordError(`The ${what} is missing.`);
  if (typeof value !== 'string') {
    throw new RefusedRecordError(`The ${what} is ${quote(value)}, and text is expected.`);
  }
  const text = value.trim();
  if (text === '') throw new RefusedRecordError(`The ${what} is empty; 1 to ${maxChars} characters are expected.`);
  if (text.length > maxChars) {
    throw new RefusedRecordError(
      `The ${what} ${quote(text)} is longer than ${maxChars} characters, the most that is accepted.`,
    );
  }
  if (NOT_STORABLE.test(text)) {
    throw new RefusedRecordError(
      `The ${what} ${quote(text)} holds a NUL character or half of a surrogate pair, which cannot be stored.`,
    );
  }
  return text;
}
