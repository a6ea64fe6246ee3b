import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import { type AuthorKey } from './author-keys';

/** A row of `authors`, there already or to be written. */
export interface AuthorRow {
  /** Null for a new one, until its id is reserved. */
  id: number | null;
  name: string;
  namesake: number | null;
  orcid: string | null;
  /** The ORCID iD is not yet in the database. */
  gainsOrcid: boolean;
  /** Ids at sources that are not yet in the database. */
  gainedSourceIds: { source: string; id: string }[];
}

/** Known people by the texts of their keys. */
export type KnownAuthors = Map<string, AuthorRow>;

interface FoundAuthor {
  key: string;
  id: number;
  name: string;
  namesake: number | null;
  orcid: string | null;
}

export async function findAuthors(sql: SqlRunner, keys: AuthorKey[]): Promise<KnownAuthors> {
  const distinct = [...new Map(keys.map((key) => [key.text, key])).values()];
  const names = distinct.filter((key) => key.kind === 'name');
  const sources = distinct.filter((key) => key.kind === 'source');
  const orcids = distinct.filter((key) => key.kind === 'orcid');
  const found = await rowsOf<FoundAuthor & { [column: string]: unknown }>(sql, FIND_AUTHORS, [
    names.map((key) => key.text),
    names.map((key) => key.name),
    names.map((key) => key.namesake),
    sources.map((key) => key.text),
    sources.map((key) => key.source),
    sources.map((key) => key.id),
    orcids.map((key) => key.text),
    orcids.map((key) => key.orcid),
  ]);
  return oneRowAPerson(found);
}

/** A person who is found by several keys is one row, so that what it gains by one is seen by all. */
function oneRowAPerson(found: FoundAuthor[]): KnownAuthors {
  const byId = new Map<number, AuthorRow>();
  const known: KnownAuthors = new Map();
  for (const { key, id, name, namesake, orcid } of found) {
    const row = byId.get(id) ?? { id, name, namesake, orcid, gainsOrcid: false, gainedSourceIds: [] };
    byId.set(id, row);
    known.set(key, row);
  }
  return known;
}

const FIND_AUTHORS = prepared(`
  select wanted.key, authors.id, authors.name, authors.namesake, authors.orcid
  from unnest($1::text[], $2::text[], $3::smallint[]) as wanted (key, name, namesake)
  join authors on authors.name = wanted.name and authors.namesake = wanted.namesake
  union all
  select wanted.key, authors.id, authors.name, authors.namesake, authors.orcid
  from unnest($4::text[], $5::text[], $6::text[]) as wanted (key, source, source_author_id)
  join author_source_ids using (source, source_author_id)
  join authors on authors.id = author_source_ids.author_id
  union all
  select wanted.key, authors.id, authors.name, authors.namesake, authors.orcid
  from unnest($7::text[], $8::text[]) as wanted (key, orcid)
  join authors on authors.orcid = wanted.orcid`);
