import { DomainError, UserErrorCode } from '../graphql/user-error';
import { dayNumber } from '../lib/local-day';

/** Why a paper is too old for an edition, in a sentence with the figures; null where it is not, or nobody knows its day. */
export function ageFault(publishedOn: string | null, editionDate: string, maxAgeDays: number | null): string | null {
  if (publishedOn === null || maxAgeDays === null) return null;
  const age = dayNumber(editionDate) - dayNumber(publishedOn);
  if (age <= maxAgeDays) return null;
  return `The paper was published on ${publishedOn}, ${age} days before the edition of ${editionDate}; at most ${maxAgeDays} days are accepted.`;
}

export function requireYoungPaper(publishedOn: string | null, editionDate: string, maxAgeDays: number | null): void {
  const fault = ageFault(publishedOn, editionDate, maxAgeDays);
  if (fault !== null) throw new DomainError(UserErrorCode.PAPER_TOO_OLD, fault, ['input', 'paper']);
}
