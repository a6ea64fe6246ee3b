import { isDeepStrictEqual } from 'node:util';
import type { ClientBase } from 'pg';
import { followAuthors, type Successor } from '../../claims/follow-author.service';
import { prepared, rowsOf } from '../../db/sql';
import { groupBy } from '../merging/group-by';
import { copyRows } from '../../db/copy-rows';
import { resolveAuthors } from './resolve-authors';
import { type NamingStep, nameAuthorsAsPrinted, writeAuthors } from './write-authors';
import { isNew, type WrittenPaper } from '../writing/written-paper';

interface AuthorshipRow {
  paperId: number;
  position: number;
  authorId: number;
  nameAsPrinted: string;
  affiliation: string | null;
}

/** Writes who wrote the papers, with the people themselves. Answers how many people are new. */
export async function writeAuthorships(sql: ClientBase, papers: WrittenPaper[]): Promise<number> {
  const named = papers.filter(hasNewAuthors);
  if (named.length === 0) return 0;
  const former = groupBy(await loadAuthorships(sql, named), (row) => row.paperId);
  const people = await resolveAuthors(
    sql,
    named.map(({ paper }) => paper.metadata.authors),
  );
  const steps = named.map((paper, at): NamingStep => {
    return { former: (former.get(paper.id) ?? []).map((row) => row.authorId), now: people[at]! };
  });
  const addedCount = await writeAuthors(sql, steps);
  const rows = named.flatMap((paper, at) =>
    toRows(
      paper,
      people[at]!.map((person) => person.id!),
    ),
  );
  const formerRows = [...former.values()].flat();
  await replaceAuthorships(sql, rows, formerRows);
  await followAuthors(sql, successorsOf(rows, formerRows));
  await nameAuthorsAsPrinted(sql, steps);
  return addedCount;
}

function hasNewAuthors({ before, paper }: WrittenPaper): boolean {
  return !isDeepStrictEqual(before?.paper.metadata.authors ?? [], paper.metadata.authors);
}

function toRows({ id, paper }: WrittenPaper, authorIds: number[]): AuthorshipRow[] {
  return paper.metadata.authors.map((author, at) => ({
    paperId: id,
    position: at + 1,
    authorId: authorIds[at]!,
    nameAsPrinted: author.name,
    affiliation: author.affiliation ?? null,
  }));
}

async function loadAuthorships(sql: ClientBase, papers: WrittenPaper[]): Promise<AuthorshipRow[]> {
  const ids = papers.filter((paper) => !isNew(paper)).map((paper) => paper.id);
  if (ids.length === 0) return [];
  return rowsOf<AuthorshipRow & { [column: string]: unknown }>(sql, LOAD_AUTHORSHIPS, [ids]);
}

/**
 * Positions that stay are not written anew, for other rows may refer to them. The others go before the new ones come,
 * because people may have changed places.
 */
async function replaceAuthorships(sql: ClientBase, rows: AuthorshipRow[], former: AuthorshipRow[]): Promise<void> {
  const gone = without(former, rows);
  if (gone.length > 0) {
    await rowsOf(sql, DROP_POSITIONS, [gone.map((row) => row.paperId), gone.map((row) => row.position)]);
  }
  await copyRows(
    sql,
    'authorships (paper_id, position, author_id, name_as_printed, affiliation)',
    without(rows, former).map((row) => [row.paperId, row.position, row.authorId, row.nameAsPrinted, row.affiliation]),
  );
}

/** Who is another author row at the same position under the same name: a person of whom an identifier became known. */
function successorsOf(rows: AuthorshipRow[], former: AuthorshipRow[]): Successor[] {
  const rowByPlace = new Map(rows.map((row) => [placeOf(row), row]));
  const stillNamed = new Set(rows.map((row) => `${row.paperId}.${row.authorId}`));
  return former.flatMap((gone) => {
    const now = rowByPlace.get(placeOf(gone));
    if (now?.nameAsPrinted !== gone.nameAsPrinted || stillNamed.has(`${gone.paperId}.${gone.authorId}`)) return [];
    return [{ paperId: gone.paperId, formerAuthorId: gone.authorId, authorId: now.authorId }];
  });
}

/** The rows that do not stand in the same way among others. */
function without(rows: AuthorshipRow[], others: AuthorshipRow[]): AuthorshipRow[] {
  const otherByPlace = new Map(others.map((row) => [placeOf(row), row]));
  return rows.filter((row) => !isDeepStrictEqual({ ...otherByPlace.get(placeOf(row)) }, row));
}

function placeOf({ paperId, position }: AuthorshipRow): string {
  return `${paperId}.${position}`;
}

const LOAD_AUTHORSHIPS = prepared(`
  select paper_id as "paperId", position, author_id as "authorId", name_as_printed as "nameAsPrinted", affiliation
  from authorships where paper_id = any ($1::integer[])
  order by paper_id, position`);

const DROP_POSITIONS = prepared(`
  delete from authorships
  using unnest($1::integer[], $2::integer[]) as gone (paper_id, position)
  where authorships.paper_id = gone.paper_id and authorships.position = gone.position`);
