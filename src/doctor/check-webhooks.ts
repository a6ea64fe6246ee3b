import type { ClientBase } from 'pg';
import { rowsOf } from '../db/sql';
import { broken, doubtful, type Finding, sound } from './finding';
import type { DatabaseNeeds } from './settings';

/** Longer than a busy worker leaves anything waiting. */
const LATE_SECONDS = 300;

interface Figures {
  count: number;
  disabledCount: number;
  /** Of those enabled whose secret another key sealed. */
  foreignCount: number;
  lagSeconds: number;
}

const FIGURES = `
  select count(*)::integer as count, count(*) filter (where state = 'DISABLED')::integer as "disabledCount",
    count(*) filter (where state = 'ENABLED' and substring(secret for length($1::bytea)) <> $1::bytea)::integer as "foreignCount",
    coalesce(extract(epoch from now() - min(due_at)), 0)::float8 as "lagSeconds"
  from webhooks`;

/** Whether webhooks can be signed, and whether somebody delivers to them. */
export async function checkWebhooks(sql: ClientBase, { secretBox }: DatabaseNeeds): Promise<Finding> {
  const [row] = await rowsOf<Figures & Record<string, unknown>>(sql, FIGURES, [secretBox?.prefix ?? Buffer.alloc(0)]);
  const { count, disabledCount, foreignCount, lagSeconds } = row!;
  const ofThem = `${count} ${count === 1 ? 'webhook' : 'webhooks'}`;
  if (!secretBox && count === 0) return sound('SECRET_KEY is not set, so this deployment has no webhooks.');
  if (!secretBox)
    return broken(`SECRET_KEY is not set: nothing is sent to ${ofThem}.`, 'Set the key that it had before.');
  if (foreignCount > 0) {
    return broken(
      `SECRET_KEY is not the key by which ${foreignCount} of ${ofThem} were made: nothing is sent to those.`,
      'Set the key that it had before, or have their owners give them new secrets.',
    );
  }
  if (lagSeconds > LATE_SECONDS) {
    return doubtful(
      `Something has waited for ${Math.floor(lagSeconds / 60)} minutes to be sent to a webhook.`,
      'Run a server with WEBHOOK_WORKER=on, or "daily-papers worker"; where one runs, run more.',
    );
  }
  return sound(`SECRET_KEY fits ${ofThem}, of which ${disabledCount} ${disabledCount === 1 ? 'is' : 'are'} disabled.`);
}
