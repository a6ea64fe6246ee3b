import { LRUCache } from 'lru-cache';
import { prepared, rowsOf, SqlRunner } from '../db/sql';

/** To the minute is enough for whoever wonders which token can go, and spares a busy one a write for each request. */
const NOTED_EVERY_MS = 60_000;
/** Uses are gathered for so long: one statement notes those of all the tokens that came meanwhile. */
const GATHERED_FOR_MS = 1_000;
/** One that falls out is noted by a statement more, which changes nothing. */
const REMEMBERED_TOKENS = 10_000;

interface Uses {
  /** Tokens whose use this process noted within the last minute. */
  noted: LRUCache<number, true>;
  gathered: Set<number>;
}

const usesByDatabase = new WeakMap<SqlRunner, Uses>();

/** A row that another process is noting, or somebody is revoking, is skipped: nobody waits for a note. */
const NOTE = prepared(`
  update access_tokens t set last_used_at = now() from (
    select id from access_tokens
    where id = any($1::integer[]) and coalesce(last_used_at < now() - interval '1 minute', true)
    for update skip locked
  ) unnoted where t.id = unnoted.id`);

/**
 * Notes soon that a token was used, behind the request's back: it neither waits nor fails for it. What was gathered in
 * the last second of a process is lost.
 */
export function noteTokenUse(sql: SqlRunner, accessTokenId: number): void {
  const { noted, gathered } = usesOf(sql);
  if (noted.has(accessTokenId)) return;
  noted.set(accessTokenId, true);
  gathered.add(accessTokenId);
  if (gathered.size === 1) setTimeout(() => void writeGathered(sql), GATHERED_FOR_MS).unref();
}

async function writeGathered(sql: SqlRunner): Promise<void> {
  const { noted, gathered } = usesOf(sql);
  const ids = [...gathered];
  gathered.clear();
  try {
    await rowsOf(sql, NOTE, [ids]);
  } catch {
    // The database is away or closed: the next use of these tokens is noted again.
    for (const id of ids) noted.delete(id);
  }
}

function usesOf(sql: SqlRunner): Uses {
  let uses = usesByDatabase.get(sql);
  if (!uses) {
    uses = { noted: new LRUCache({ max: REMEMBERED_TOKENS, ttl: NOTED_EVERY_MS }), gathered: new Set() };
    usesByDatabase.set(sql, uses);
  }
  return uses;
}
