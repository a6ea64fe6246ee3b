import { gatherStatement } from '../db/requests/gather-requests';
import type { RequestDatabase } from '../db/requests/request-database';
import type { SqlRunner } from '../db/sql';
import { Settled, settleBuckets } from './buckets/settle-buckets.query';
import { Left, RateLimited } from './rate-limited';
import type { Payer } from './rate-policy';

/** So often something is done that is counted by the hour. */
export interface Use {
  payer: Payer;
  times: number;
}

/** What requests use at the same time is settled in one statement, whoever does: each bucket is charged or not by itself. */
const settleTogether = gatherStatement(settle);

/** Charges all uses, or refuses and charges none. They are few, so nothing is leased: each is written, and exact. */
export async function chargeUses(database: RequestDatabase, uses: Use[]): Promise<Left[]> {
  const [first, ...more] = uses;
  if (!first) return [];
  // Of several, those that were charged before the refusal are to be taken back.
  const settled =
    more.length === 0
      ? requireGranted(uses, [await settleTogether(database, first)])
      : await database.transaction(async (sql) => requireGranted(uses, await settle(sql, uses)));
  return uses.map(({ payer }, index) => ({
    payer,
    remaining: Math.floor(settled[index]!.room),
    moreInSeconds: 1 / payer.policy.perSecond,
  }));
}

function settle(sql: SqlRunner, uses: Use[]): Promise<Settled[]> {
  return settleBuckets(
    sql,
    uses.map(({ payer: { key, policy }, times }) => ({ key, policy, returned: 0, needed: times, wished: times })),
  );
}

function requireGranted(uses: Use[], settled: Settled[]): Settled[] {
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
