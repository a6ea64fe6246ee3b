import type { ClientBase } from 'pg';
import { CLOCK_SKEW_SECONDS } from '../../access/sign-in/openid-issuer';
import { rowsOf } from '../../db/sql';
import { broken, doubtful, type Finding, sound } from '../finding';

const ASKED_TIMES = 5;
const FINE_MS = 1_000;

/** How far the clock of the database is from that of this machine, by the quickest of a few answers. */
export async function checkClock(sql: ClientBase): Promise<Finding> {
  const answers: { tookMs: number; aheadMs: number }[] = [];
  for (let time = 0; time < ASKED_TIMES; time++) {
    const askedAt = Date.now();
    const [row] = await rowsOf<{ now: number }>(
      sql,
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
    );
    const answeredAt = Date.now();
    answers.push({ tookMs: answeredAt - askedAt, aheadMs: row!.now - (askedAt + answeredAt) / 2 });
  }
  const [quickest] = answers.sort((a, b) => a.tookMs - b.tookMs);
  return findingOfClocks(quickest!.aheadMs);
}

export function findingOfClocks(aheadMs: number): Finding {
  const apart = Math.abs(aheadMs);
  if (apart < FINE_MS) return sound('The clocks of this machine and of the database agree within a second.');
  const says = `The clock of the database is ${(apart / 1000).toFixed(1)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} that of this machine`;
  const remedy = 'Let both follow a time server (NTP).';
  return apart < CLOCK_SKEW_SECONDS * 1000
    ? doubtful(`${says}, so times of one and the other do not fit together.`, remedy)
    : broken(`${says}: sign-ins are refused, and tokens end too early or too late.`, remedy);
}
