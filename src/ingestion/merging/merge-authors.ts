import { titleKey } from '../../lib/title-key';
import { groupBy } from './group-by';
import { type PaperRecord, type RecordAuthor, type SourceName } from '../record';
import { sourceOf } from './trust';

export interface MergedAuthor extends RecordAuthor {
  /** Whose id `sourceAuthorId` is. */
  source?: SourceName;
}

/**
 * The authors as the most trusted report names them, each with the identifiers that any report gives for that name.
 * The reports come most trusted first.
 */
export function mergeAuthors(reports: readonly PaperRecord[]): MergedAuthor[] {
  const lists = reports.flatMap(({ authors, format }) =>
    authors ? [authors.map((author) => named(author, format))] : [],
  );
  const [trusted = [], ...others] = lists;
  return others.reduce(withIdentifiersOf, trusted);
}

function named(author: RecordAuthor, format: PaperRecord['format']): MergedAuthor {
  return author.sourceAuthorId === undefined ? author : { ...author, source: sourceOf(format) };
}

function withIdentifiersOf(authors: MergedAuthor[], others: MergedAuthor[]): MergedAuthor[] {
  const namesakes = groupBy(authors, nameKey);
  const otherNamesakes = groupBy(others, nameKey);
  return authors.map((author) => {
    const own = namesakes.get(nameKey(author)) ?? [];
    const same = otherNamesakes.get(nameKey(author)) ?? [];
    // Where one report names fewer people of that name, nothing tells which of them is missing.
    const counterpart = own.length === same.length ? same[own.indexOf(author)] : undefined;
    return counterpart ? filledIn(author, counterpart) : author;
  });
}

/** Names are compared as titles are: case, accents and punctuation vary between sources. */
function nameKey(author: RecordAuthor): string {
  return titleKey(author.name);
}

function filledIn(author: MergedAuthor, counterpart: MergedAuthor): MergedAuthor {
  return { ...counterpart, ...author };
}
