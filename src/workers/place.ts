import { rest } from '../lib/rest';
import type { Member } from './member';
import { startDelay } from './start-delay';

/** Who dies sooner after being ready died at its start. */
const SETTLED_AFTER_MS = 2_000;

export interface GroupLog {
  info: (what: object, sentence: string) => void;
  warn: (what: object, sentence: string) => void;
  error: (what: object, sentence: string) => void;
}

interface PlaceParts {
  startMember: () => Member;
  /** Tells a worker that another one has its place. */
  dismiss: (member: Member) => void;
  /** The whole server ends. */
  stopping: AbortSignal;
  log: GroupLog;
}

/** Where one worker after the other has the same task. */
export class Place {
  private member: Member;
  /** How many ended at their start, one after the other. */
  private earlyEnds = 0;
  /** Settled while nobody is missing. */
  private filled: Promise<void> = Promise.resolve();
  private isHandedOver = false;

  constructor(private readonly parts: PlaceParts) {
    this.member = parts.startMember();
  }

  get listening(): Promise<void> {
    return this.member.listening;
  }

  /** Gives the first worker its database; answers where it listens. From then on who dies is replaced. */
  async serve(databaseUrl: string): Promise<string> {
    this.member.send({ type: 'database', url: databaseUrl });
    const url = await this.member.ready;
    this.watch();
    return url;
  }

  /** A new worker takes the place of the old one; where it cannot start, the old one keeps it, and the answer is false. */
  async handOver(): Promise<boolean> {
    const { stopping, dismiss } = this.parts;
    await this.filled;
    if (stopping.aborted) return false;
    const old = this.member;
    this.isHandedOver = true;
    const isReplaced = await this.replace();
    this.isHandedOver = false;
    if (isReplaced) {
      dismiss(old);
      await old.ended;
    } else if (old.hasEnded) {
      this.filled = this.refill();
    }
    return isReplaced;
  }

  private watch(): void {
    const { member } = this;
    const { log, stopping } = this.parts;
    const readyAt = performance.now();
    log.info({ worker: member.pid }, 'a worker answers requests');
    void member.ended.then((how) => {
      if (member.isTold || stopping.aborted) return;
      log.warn({ worker: member.pid, ...how }, 'a worker ended by itself, and is replaced');
      this.earlyEnds = performance.now() - readyAt < SETTLED_AFTER_MS ? this.earlyEnds + 1 : 0;
      // Otherwise its successor is on the way already.
      if (!this.isHandedOver) this.filled = this.refill();
    });
  }

  private async refill(): Promise<void> {
    const { log, stopping: signal } = this.parts;
    for (;;) {
      const delayMs = startDelay(this.earlyEnds);
      if (delayMs > 0) log.warn({ delayMs }, 'workers end at their start, so the next one waits');
      await rest(delayMs, signal);
      if (signal.aborted || (await this.replace())) return;
      this.earlyEnds++;
    }
  }

  /** Starts the next worker; answers whether it came to answer requests. */
  private async replace(): Promise<boolean> {
    const { startMember, log, stopping } = this.parts;
    try {
      const next = startMember();
      await next.ready;
      this.member = next;
    } catch (error) {
      const { message: reason } = error as Error;
      if (!stopping.aborted) log.error({ reason }, 'a worker could not start');
      return false;
    }
    this.watch();
    return true;
  }
}
