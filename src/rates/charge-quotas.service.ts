import type { SqlDatabase, SqlRunner } from '../db/sql';
import { Settled, settleBuckets } from './buckets/settle-buckets.query';
import { Left, RateLimited } from './rate-limited';
import type { Payer } from './rate-policy';

/** So often something is done that is counted by the hour. */
export interface Use {
  payer: Payer;
  times: number;
}

/** Charges all uses, or refuses and charges none. They are few, so nothing is leased: each is a statement, and exact. */
export async function chargeUses(database: SqlDatabase, uses: Use[]): Promise<Left[]> {
  if (uses.length === 0) return [];
  // One bucket is charged or not by itself; of several, those that were charged before the refusal are to be taken back.
  const settled =
    uses.length === 1 ? await settle(database.pool, uses) : await database.transaction((sql) => settle(sql, uses));
  return uses.map(({ payer }, index) => ({
    payer,
    remaining: Math.floor(settled[index]!.room),
    moreInSeconds: 1 / payer.policy.perSecond,
  }));
}

async function settle(sql: SqlRunner, uses: Use[]): Promise<Settled[]> {
  const asked = uses.map(({ payer: { key, policy }, times }) => ({
    key,
    policy,
    returned: 0,
    needed: times,
    wished: times,
  }));
  const settled = await settleBuckets(sql, asked);
  for (const [index, { payer, times }] of uses.entries()) {
    const { granted, room } = settled[index]!;
    if (granted < times) throw shortOf(payer, times, room);
  }
  return settled;
}

function shortOf(payer: Payer, times: number, room: number) {
  const moreInSeconds = (times - room) / payer.policy.perSecond;
  return new RateLimited({ payer, remaining: Math.max(0, Math.floor(room)), moreInSeconds }, times);
}
