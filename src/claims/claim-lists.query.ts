import { Keyset, keysetPage, KeysetRequest, pageSql } from '../db/keyset';
import type { RelationPage } from '../db/relation';
import { instancesOf, Placeholders, prepared, rowsOf, SqlRunner, whereClause } from '../db/sql';
import { groupBy } from '../lib/group-by';
import type { Count } from '../paging/connection';
import { countingSql, countUpTo } from '../paging/count-up-to';
import { AuthorshipClaim, type ClaimState } from './authorship-claim.entity';
import { CLAIM_COLUMNS } from './claim.loaders';

export const OLDEST_FIRST: Keyset = { keys: [{ sql: 'c.id', type: 'integer' }], direction: 'ASC' };
export const NEWEST_FIRST: Keyset = { ...OLDEST_FIRST, direction: 'DESC' };

/** The claims on an authorship as one person may see them; `seenBy` is null for a moderator, who sees all, and 0 for nobody. */
export interface SeenClaims {
  paperId: number;
  authorId: number;
  seenBy: number | null;
}

/** `SeenClaims` as one key of a loader. */
export const seenClaimsKey = ({ paperId, authorId, seenBy }: SeenClaims) => `${paperId}.${authorId}.${seenBy ?? ''}`;

/** Everybody sees verified ones, claimants their own besides. */
const IS_SEEN = `(c.state = 'VERIFIED' or c.user_id = parent.seen_by or parent.seen_by is null)`;
const OF_PARENT = ['c.paper_id = parent.paper_id', 'c.author_id = parent.author_id', IS_SEEN];

function parentsSql(keys: readonly (number | string)[], placeholders: Placeholders): string {
  const parts = keys.map((key) => String(key).split('.'));
  const column = (at: number) => placeholders.add(parts.map((part) => part[at] || null));
  return `unnest(${placeholders.add(keys)}::text[], ${column(0)}::integer[], ${column(1)}::integer[], ${column(2)}::integer[])
    as parent(key, paper_id, author_id, seen_by)`;
}

/** The same page of the claims on each authorship, newest first, in one statement. */
export async function selectClaimsOfAuthorships(
  pool: SqlRunner,
  keys: readonly (number | string)[],
  request: KeysetRequest,
): Promise<RelationPage<AuthorshipClaim>[]> {
  const placeholders = new Placeholders();
  const parents = parentsSql(keys, placeholders);
  const list = { select: CLAIM_COLUMNS, from: 'authorship_claims c', conditions: OF_PARENT, keyset: NEWEST_FIRST };
  const text = `
    select parent.key as "parentKey", item.* from ${parents}
    cross join lateral (${pageSql(list, request, placeholders)}) item`;
  const statement = prepared(text);
  const rows = await instancesOf<AuthorshipClaim, { parentKey: string }>(
    AuthorshipClaim,
    pool,
    statement,
    placeholders.values,
  );
  const byParent = groupBy(rows, (row) => row.parentKey);
  return keys.map((key) => keysetPage(byParent.get(String(key)) ?? [], request));
}

/** How many claims each list has. */
export async function countClaimsOfAuthorships(pool: SqlRunner, keys: readonly string[]): Promise<Map<string, number>> {
  const placeholders = new Placeholders();
  const parents = parentsSql(keys, placeholders);
  const text = `
    select parent.key, (select count(*) from authorship_claims c where ${OF_PARENT.join(' and ')}) as count from ${parents}`;
  const rows = await rowsOf<{ key: string; count: number }>(pool, prepared(text), placeholders.values);
  return new Map(rows.map(({ key, count }) => [key, count]));
}

const ofState = (state: ClaimState | null) => (state === null ? [] : [`c.state = '${state}'`]);

/** One page of all claims, or of those in a state, oldest first. */
export async function selectClaims(pool: SqlRunner, state: ClaimState | null, request: KeysetRequest) {
  const placeholders = new Placeholders();
  const from = 'authorship_claims c';
  const list = { select: CLAIM_COLUMNS, from, conditions: ofState(state), keyset: OLDEST_FIRST };
  const text = pageSql(list, request, placeholders);
  return keysetPage(await instancesOf(AuthorshipClaim, pool, prepared(text), placeholders.values), request);
}

/** How many claims there are, or are in a state: exact up to a limit. */
export function countClaims(pool: SqlRunner, state: ClaimState | null): Promise<Count> {
  const rows = `select from authorship_claims c ${whereClause(ofState(state))}`;
  return countUpTo(pool, prepared(countingSql(rows)));
}
