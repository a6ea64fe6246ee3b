import { hash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { KeysetRequest, KeyType, KeyValue } from '../db/keyset';
import { isCalendarDate } from '../lib/calendar-date';
import { badUserInput, quoted } from '../graphql/errors';
import { PageArguments, pageRequest } from '../graphql/page';

/** A cursor longer than this was not made here: the place of the deepest comment in a thread has some thousand bytes. */
const MAX_CURSOR_LENGTH = 16_000;

/** Names the list that a cursor belongs to: its field, its parent, its order and its filter. */
export function listFingerprint(...parts: unknown[]): string {
  return hash('sha1', JSON.stringify(parts), 'base64url').slice(0, 8);
}

export function encodeCursor(fingerprint: string, values: KeyValue[]): string {
  return Buffer.from(JSON.stringify([fingerprint, ...values])).toString('base64url');
}

/** Turns checked paging arguments into sort values; a cursor that is malformed or of another list is BAD_USER_INPUT. */
export function keysetRequest(args: PageArguments, types: KeyType[], fingerprint: () => string): KeysetRequest {
  const { size, backwards, after, before } = pageRequest(args);
  return {
    size,
    backwards,
    after: after === null ? null : decodeCursor('after', after, fingerprint(), types),
    before: before === null ? null : decodeCursor('before', before, fingerprint(), types),
  };
}

/** The sort values that a cursor stands for; one that is malformed or of another list is BAD_USER_INPUT. */
export function decodeCursor(argument: string, cursor: string, fingerprint: string, types: KeyType[]): KeyValue[] {
  const [owner, ...values] = parseList(cursor);
  if (typeof owner !== 'string') {
    throw badUserInput(
      argument,
      `"${argument}" is ${quoted(cursor)}, which is no cursor; send one that this list gave out.`,
    );
  }
  const fits = values.length === types.length && types.every((type, index) => isOfType(values[index], type));
  if (owner !== fingerprint || !fits) {
    const message = `"${argument}" is a cursor of another list, order or filter; send one that this very list gave out.`;
    throw badUserInput(argument, message);
  }
  return values as KeyValue[];
}

function parseList(cursor: string): unknown[] {
  if (cursor.length > MAX_CURSOR_LENGTH || !/^[\w-]+$/.test(cursor)) return [];
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return []; // Not one of ours: the caller says so.
  }
}

function isOfType(value: unknown, type: KeyType): boolean {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
  if (type === 'bigint') return Number.isSafeInteger(value);
  if (type === 'double precision') return typeof value === 'number' && Number.isFinite(value);
  if (typeof value !== 'string') return false;
  if (type === 'bytea') return /^[\w-]*$/.test(value);
  if (type === 'text') return !value.includes('\0') && value.isWellFormed();
  if (value === 'infinity' || value === '-infinity') return true;
  return type === 'date' ? isCalendarDate(value) : isInstant(value);
}

function isInstant(text: string): boolean {
  const isSpelledRight = /^[\d-]{10}T\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && isCalendarDate(text.slice(0, 10));
  return isSpelledRight && DateTime.fromISO(text).isValid;
}
