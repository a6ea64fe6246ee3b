import type { ClientBase } from 'pg';
import { prepared, rowsOf } from '../../db/sql';
import { copyRows } from '../../db/copy-rows';
import { namePartsOf } from '../../words/name-parts';
import { reserveIds } from '../writing/reserve-ids';
import { type AuthorRow } from './find-authors';

/** Whom a paper named, by id, and whom it names now. */
export interface NamingStep {
  former: number[];
  now: AuthorRow[];
}

/** Writes new people, what is newly known of others, and on how many papers each is named. Answers how many are new. */
export async function writeAuthors(sql: ClientBase, steps: NamingStep[]): Promise<number> {
  const people = new Set(steps.flatMap((step) => step.now));
  const added = [...people].filter((person) => person.id === null);
  const ids = await reserveIds(sql, 'authors', added.length);
  added.forEach((person, at) => (person.id = ids[at]!));

  const paperCounts = changesOfPaperCounts(steps);
  await addAuthors(sql, added, paperCounts);
  for (const { id } of added) paperCounts.delete(id!);
  await countPapers(sql, paperCounts);
  await addIdentifiers(sql, [...people]);
  return added.length;
}

function changesOfPaperCounts(steps: NamingStep[]): Map<number, number> {
  const changes = new Map<number, number>();
  const add = (id: number, by: number) => changes.set(id, (changes.get(id) ?? 0) + by);
  for (const { former, now } of steps) {
    for (const id of former) add(id, -1);
    for (const { id } of now) add(id!, 1);
  }
  return changes;
}

async function addAuthors(sql: ClientBase, added: AuthorRow[], paperCounts: Map<number, number>): Promise<void> {
  await copyRows(
    sql,
    'authors (id, name, name_parts, namesake, orcid, paper_count)',
    added.map(({ id, name, namesake, orcid }) => {
      return [id, name, namePartsOf(name), namesake, orcid, paperCounts.get(id!)!];
    }),
  );
}

async function countPapers(sql: ClientBase, changes: Map<number, number>): Promise<void> {
  const moved = [...changes].filter(([, by]) => by !== 0);
  if (moved.length === 0) return;
  await rowsOf(sql, COUNT_PAPERS, [moved.map(([id]) => id), moved.map(([, by]) => by)]);
}

async function addIdentifiers(sql: ClientBase, people: AuthorRow[]): Promise<void> {
  const identified = people.filter((person) => person.gainsOrcid);
  if (identified.length > 0) {
    await rowsOf(sql, SET_ORCIDS, [identified.map((person) => person.id), identified.map((person) => person.orcid)]);
  }
  const sourceIds = people.flatMap((person) => person.gainedSourceIds.map(({ source, id }) => [source, id, person.id]));
  await copyRows(sql, 'author_source_ids (source, source_author_id, author_id)', sourceIds);
}

/**
 * People with an identifier may be printed in several ways; they are called what they are called most often, whatever
 * came first.
 */
export async function nameAuthorsAsPrinted(sql: ClientBase, steps: NamingStep[]): Promise<void> {
  const identified = steps.flatMap((step) => step.now.filter((person) => person.namesake === null));
  const ids = new Set([...steps.flatMap((step) => step.former), ...identified.map((person) => person.id)]);
  if (ids.size === 0) return;
  const renamed = await rowsOf<{ id: number; name: string }>(sql, NAMED_OTHERWISE, [[...ids]]);
  if (renamed.length === 0) return;
  await rowsOf(sql, RENAME, [
    renamed.map(({ id }) => id),
    renamed.map(({ name }) => name),
    renamed.map(({ name }) => namePartsOf(name).join(' ')),
  ]);
}

const COUNT_PAPERS = prepared(`
  update authors set paper_count = paper_count + given.by
  from unnest($1::integer[], $2::integer[]) as given (id, by)
  where authors.id = given.id`);

const SET_ORCIDS = prepared(`
  update authors set orcid = given.orcid
  from unnest($1::integer[], $2::text[]) as given (id, orcid)
  where authors.id = given.id`);

const NAMED_OTHERWISE = prepared(`
  select authors.id, printed.name
  from (
    select distinct on (author_id) author_id, name_as_printed as name
    from authorships
    where author_id = any ($1::integer[])
    group by author_id, name_as_printed
    order by author_id, count(*) desc, length(name_as_printed) desc, name_as_printed collate "C"
  ) as printed
  join authors on authors.id = printed.author_id
  where authors.namesake is null and authors.name <> printed.name`);

// An array of arrays would have to be of one length, so the parts come as texts; none holds a space.
const RENAME = prepared(`
  update authors set name = given.name, name_parts = string_to_array(given.parts, ' ')
  from unnest($1::integer[], $2::text[], $3::text[]) as given (id, name, parts)
  where authors.id = given.id`);
