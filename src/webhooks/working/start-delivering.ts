import { rest } from '../../lib/rest';
import type { ChangeFeed } from '../../changes/feed/change-feed';
import { Waker } from '../../changes/feed/waker';
import type { Position } from '../../changes/position';
import { CursorExpiredError } from '../../changes/read-stretch.query';
import type { Database } from '../../db/database';
import { claimDeliveries } from './claim-deliveries.service';
import { DeliveriesUnderWay } from './deliveries-under-way';
import { DELIVERY_PACE, type DeliveryPace } from './delivery-pace';
import { dropOldDeliveries } from './drop-old-deliveries.service';
import { queueChanges } from './queue-changes.service';
import { type DeliveryLog, repeatUntil } from './repeat-until';
import type { Sender } from './send-delivery';

export interface DeliveringOptions extends Omit<Sender, 'pace'> {
  log: DeliveryLog;
  /** The stream as this process follows it. */
  changes: ChangeFeed;
  /** Told of each attempt whether it went well. */
  onAttempt?: (isDelivered: boolean) => void;
  pace?: DeliveryPace;
}

const DROP_EVERY_MS = 300_000;

/**
 * Queues what happens and sends what is queued, until the function that it answers is called; that waits for what is being
 * sent. Any number of processes may do so beside one another.
 */
export function startDelivering(database: Database, options: DeliveringOptions): () => Promise<void> {
  const { log, pace = DELIVERY_PACE, secretBox, outbound, onAttempt = () => undefined } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const waker = new Waker();
  const { leaseMs, giveUpAfterMs } = pace;
  const claim = { prefix: secretBox.prefix, leaseMs, giveUpAfterMs };
  const sender = { secretBox, outbound, pace };
  const underWay = new DeliveriesUnderWay(database, { sender, log, onAttempt, onSettled: () => waker.wake() });

  let queuedUntil: Position | null = null;
  const queueing = repeatUntil(signal, {
    task: 'queue changes for webhooks',
    log,
    async work() {
      const { hasMoved, until } = await queueChanges(database);
      queuedUntil = until;
      if (hasMoved) waker.wake();
      return hasMoved;
    },
    // A webhook that was enabled again has something to be queued as well, of which nobody tells.
    idle: () => awaitMore(options.changes, queuedUntil, pace.lookEveryMs, signal),
  });
  const sending = repeatUntil(signal, {
    task: 'send to webhooks',
    log,
    async work() {
      await underWay.haveRoom(signal);
      const claimed = await claimDeliveries(database, { ...claim, busyPeople: underWay.busyPeople() });
      claimed?.forEach((delivery) => underWay.begin(delivery));
      return claimed !== null;
    },
    idle: () => waker.wokenWithin(pace.lookEveryMs),
  });
  const dropping = repeatUntil(signal, {
    task: 'drop old deliveries',
    log,
    work: () => dropOldDeliveries(database.pool),
    idle: () => rest(DROP_EVERY_MS, signal),
  });

  return async () => {
    stopping.abort();
    waker.wake();
    await Promise.all([queueing, sending, dropping]);
    await underWay.end(pace.stopWithinMs);
  };
}

/** Waits until there is more of the stream, and no longer than until it is time to look without being told. */
async function awaitMore(
  changes: ChangeFeed,
  after: Position | null,
  mostMs: number,
  signal: AbortSignal,
): Promise<void> {
  // Where nobody follows the stream, it need not be read.
  if (!after) return rest(mostMs, signal);
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, mostMs);
  signal.addEventListener('abort', end);
  const following = changes.follow({}, after, over.signal);
  try {
    await following.next();
  } catch (error) {
    // Whoever queues sees that as well, and what to do about it.
    if (!(error instanceof CursorExpiredError)) throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    over.abort();
    await following.return(undefined);
  }
}
