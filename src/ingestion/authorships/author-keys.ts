import { type MergedAuthor } from '../merging/merge-authors';

/** One thing by which a person is known; equal ones have equal texts. */
export type AuthorKey =
  | { kind: 'orcid'; text: string; orcid: string }
  | { kind: 'source'; text: string; source: string; id: string }
  | { kind: 'name'; text: string; name: string; namesake: number };

/** The identifiers of a person, the surest first. */
export function identifierKeys({ orcid, source, sourceAuthorId: id }: MergedAuthor): AuthorKey[] {
  const keys: AuthorKey[] = [];
  if (orcid !== undefined) keys.push({ kind: 'orcid', text: `orcid ${orcid}`, orcid });
  if (source !== undefined && id !== undefined) {
    keys.push({ kind: 'source', text: `source ${source} ${id}`, source, id });
  }
  return keys;
}

/** A person known by name alone: the first of that name on a paper, the second … */
export function nameKey(name: string, namesake: number): AuthorKey & { kind: 'name' } {
  return { kind: 'name', text: `name ${namesake} ${name}`, name, namesake };
}

/** Numbers the names of one paper, for two of its positions are never one person by name alone. */
export function countNamesakes(): (name: string) => number {
  const timesSeen = new Map<string, number>();
  return (name) => {
    const namesake = (timesSeen.get(name) ?? 0) + 1;
    timesSeen.set(name, namesake);
    return namesake;
  };
}

/** All that the authors of one paper may be looked up by. */
export function lookUpKeys(authors: MergedAuthor[]): AuthorKey[] {
  const namesakeOf = countNamesakes();
  return authors.flatMap((author) => [...identifierKeys(author), nameKey(author.name, namesakeOf(author.name))]);
}
