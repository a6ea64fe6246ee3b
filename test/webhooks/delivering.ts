import { type ChangeKind, recordChanges } from '../../src/changes/record-change';
import type { Database } from '../../src/db/database';
import { DELIVERY_PACE, type DeliveryPace } from '../../src/webhooks/working/delivery-pace';
import { type DeliveringOptions, startDelivering } from '../../src/webhooks/working/start-delivering';
import { type TestServer, WEBHOOK_RULES } from '../support/test-server';

/** As in production, but for how long everything takes. */
export const PACE: DeliveryPace = {
  ...DELIVERY_PACE,
  retryDelaysMs: [5],
  restMs: 1,
  restMaxMs: 5,
  lookEveryMs: 5,
};

export const SILENT = { info: () => undefined, warn: () => undefined };

export function deliver(
  { database, changes }: Pick<TestServer, 'database' | 'changes'>,
  { pace, ...options }: Partial<Omit<DeliveringOptions, 'pace'>> & { pace?: Partial<DeliveryPace> } = {},
): () => Promise<void> {
  return startDelivering(database, {
    secretBox: WEBHOOK_RULES.secretBox!,
    outbound: WEBHOOK_RULES,
    log: SILENT,
    changes,
    ...options,
    pace: { ...PACE, ...pace },
  });
}

/** Something that happened to papers, by their keys, each in a transaction of its own. */
export async function happen(database: Database, papers: number[], kind: ChangeKind = 'PAPER_UPVOTED'): Promise<void> {
  for (const paper of papers) {
    await database.transaction((sql) => recordChanges(sql, [{ kind, subject: ['Paper', paper], paperId: paper }]));
  }
}
