import { type SqlRunner } from '../../db/sql';
import { type MergedAuthor } from '../merging/merge-authors';
import { countNamesakes, identifierKeys, lookUpKeys, nameKey } from './author-keys';
import { type AuthorRow, findAuthors, type KnownAuthors } from './find-authors';

/**
 * Finds the people behind the names of papers, by ORCID, else by a source's id, else by name; who is not there yet
 * becomes a new row. Answers the row of each name, in the order given.
 */
export async function resolveAuthors(sql: SqlRunner, papers: MergedAuthor[][]): Promise<AuthorRow[][]> {
  const known = await findAuthors(sql, papers.flatMap(lookUpKeys));
  return papers.map((authors) => resolvePaper(known, authors));
}

/** Nobody stands on a paper twice: where an identifier returns, the later name is one that nothing more is known of. */
function resolvePaper(known: KnownAuthors, authors: MergedAuthor[]): AuthorRow[] {
  const namesakeOf = countNamesakes();
  const onPaper = new Set<AuthorRow>();
  return authors.map((author) => {
    const identified = personByIdentifiers(known, author);
    const row = identified && !onPaper.has(identified) ? identified : personByName(known, author, namesakeOf);
    onPaper.add(row);
    return row;
  });
}

function personByIdentifiers(known: KnownAuthors, author: MergedAuthor): AuthorRow | undefined {
  const keys = identifierKeys(author);
  if (keys.length === 0) return undefined;
  const orcid = author.orcid ?? null;
  const row = keys.map((key) => known.get(key.text)).find((found) => found && mayHaveOrcid(found, orcid));
  const person = row ?? newRow(author.name, null);
  if (person.orcid === null && orcid !== null) {
    person.orcid = orcid;
    person.gainsOrcid = true;
  }
  for (const key of keys.filter(({ text }) => !known.has(text))) {
    known.set(key.text, person);
    if (key.kind === 'source') person.gainedSourceIds.push({ source: key.source, id: key.id });
  }
  return person;
}

/** A source's id does not make two people with differing ORCID iDs one. */
function mayHaveOrcid(row: AuthorRow, orcid: string | null): boolean {
  return orcid === null || row.orcid === null || row.orcid === orcid;
}

function personByName(known: KnownAuthors, { name }: MergedAuthor, namesakeOf: (name: string) => number): AuthorRow {
  const key = nameKey(name, namesakeOf(name));
  const row = known.get(key.text) ?? newRow(name, key.namesake);
  known.set(key.text, row);
  return row;
}

function newRow(name: string, namesake: number | null): AuthorRow {
  return { id: null, name, namesake, orcid: null, gainsOrcid: false, gainedSourceIds: [] };
}
