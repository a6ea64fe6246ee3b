import type { Database } from '../../db/database';
import { unlessAborted } from '../../lib/unless-aborted';
import { type ClaimedDelivery, releaseDelivery } from './claim-deliveries.service';
import { AT_ONCE_OF_PERSON, AT_ONCE_OF_PROCESS, AT_ONCE_OF_WEBHOOK } from './delivery-pace';
import type { DeliveryLog } from './repeat-until';
import { sendDelivery, type Sender } from './send-delivery';
import { settleDelivery } from './settle-delivery.service';

interface Settings {
  sender: Sender;
  log: DeliveryLog;
  onAttempt: (isDelivered: boolean) => void;
  onSettled: () => void;
}

/** What a process is sending at a time. */
export class DeliveriesUnderWay {
  private readonly running = new Map<Promise<void>, ClaimedDelivery>();
  /** Calls off what is being sent. */
  private readonly leaving = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /** Waits until all that may be claimed of a webhook at once can be begun. */
  async haveRoom(signal: AbortSignal): Promise<void> {
    while (this.running.size > AT_ONCE_OF_PROCESS - AT_ONCE_OF_WEBHOOK) {
      await unlessAborted(Promise.race(this.running.keys()), signal);
    }
  }

  /** People of whom no further webhook is to be claimed for now. */
  busyPeople(): number[] {
    const counts = new Map<number, number>();
    for (const { userId } of this.running.values()) counts.set(userId, (counts.get(userId) ?? 0) + 1);
    const isBusy = (count: number) => count > AT_ONCE_OF_PERSON - AT_ONCE_OF_WEBHOOK;
    return [...counts].filter(([, count]) => isBusy(count)).map(([userId]) => userId);
  }

  begin(delivery: ClaimedDelivery): void {
    const running = this.deliver(delivery)
      // Nothing is lost: the claim ends, and it is sent again.
      .catch((err: unknown) => this.settings.log.warn({ err }, 'cannot note what came of a delivery'))
      .finally(() => this.running.delete(running));
    this.running.set(running, delivery);
  }

  /** Lets what is being sent come to its end, for so long; what has not by then is left to others. */
  async end(withinMs: number): Promise<void> {
    const timer = setTimeout(() => this.leaving.abort(), withinMs);
    await Promise.all(this.running.keys());
    clearTimeout(timer);
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const { sender, log, onAttempt, onSettled } = this.settings;
    const result = await sendDelivery(delivery, sender, this.leaving.signal).catch((error: unknown) => {
      if (!this.leaving.signal.aborted) throw error;
      return null;
    });
    if (!result) return releaseDelivery(this.database.pool, delivery);
    onAttempt(result.failure === null);
    const reason = await settleDelivery(this.database.pool, delivery, result, sender.pace);
    if (reason !== null) log.warn(`webhook ${delivery.webhookId} was disabled. ${reason}`);
    onSettled();
  }
}
