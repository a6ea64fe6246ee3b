import type { Pool } from 'pg';
import { retryConflicts } from '../db/retry';
import { prepared, rowsOf } from '../db/sql';
import { namePartsOf } from '../words/name-parts';

const BATCH_SIZE = 1000;

interface NamedRow {
  id: number;
  name: string;
}

/**
 * Fills in what names are found by where it is missing: authors that were there before it was kept. Each batch is a
 * statement of its own, so it may be interrupted and repeated, also beside imports. Answers how many were filled.
 */
export async function fillNameParts(pool: Pool, signal?: AbortSignal): Promise<number> {
  let filledCount = 0;
  for (let lastId = 0; !signal?.aborted;) {
    const authors = await rowsOf<NamedRow & { [column: string]: unknown }>(pool, WITHOUT_PARTS, [lastId, BATCH_SIZE]);
    if (authors.length === 0) break;
    const filled = await retryConflicts(() => fillBatch(pool, authors));
    filledCount += filled;
    lastId = authors.at(-1)!.id;
  }
  return filledCount;
}

async function fillBatch(pool: Pool, authors: NamedRow[]): Promise<number> {
  const filled = await rowsOf(pool, FILL, [
    authors.map(({ id }) => id),
    authors.map(({ name }) => name),
    authors.map(({ name }) => namePartsOf(name).join(' ')),
  ]);
  return filled.length;
}

const WITHOUT_PARTS = prepared(`
  select id, name from authors where name_parts is null and id > $1::integer order by id limit $2::integer`);

// The name is compared because an import may have given another one meanwhile, with its parts. Parts hold no space.
const FILL = prepared(`
  update authors set name_parts = string_to_array(given.parts, ' ')
  from unnest($1::integer[], $2::text[], $3::text[]) as given (id, name, parts)
  where authors.id = given.id and authors.name = given.name and authors.name_parts is null
  returning authors.id`);
