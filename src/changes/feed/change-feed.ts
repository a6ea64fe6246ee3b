import { setTimeout as pause } from 'node:timers/promises';
import { rest } from '../../lib/rest';
import type { SqlRunner } from '../../db/sql';
import { ChangeQueue, isWanted, type Wanted } from './change-queue';
import { Listeners } from './listeners';
import { isAfter, type Position } from '../position';
import {
  CursorExpiredError,
  isAtHead,
  readHead,
  readStretch,
  type StoredChange,
  type Stretch,
} from '../read-stretch.query';
import { type Announcer, Waker } from './waker';

/** The guarantee where no wake-up comes: a change that can be read is read this soon after. */
const LOOK_EVERY_MS = 50;

/** However often it is woken, it reads no sooner than this after the last time, so that what comes together is read together. */
const READ_AT_MOST_EVERY_MS = 5;

/** Changes of one statement. */
const STRETCH_SIZE = 500;

const TRY_AGAIN_AFTER_MS = 250;

interface ChangeFeedOptions {
  announcer: Announcer;
  /** Told when something was committed, here or elsewhere; elsewhere it may go untold. */
  onWake?: () => void;
  /** Told when the stream cannot be read, once for as long as that lasts. */
  onFailure: (error: unknown) => void;
}

/**
 * The stream as one process follows it: it is read once for all who listen, and only while somebody does. They are given
 * each change once and in order.
 */
export class ChangeFeed {
  private readonly listeners = new Listeners();
  private readonly waker = new Waker();
  private readonly stopping = new AbortController();
  private reading: Promise<void> | null = null;
  /** Up to where it has read; null while nobody listens. */
  private position: Position | null = null;

  constructor(
    private readonly sql: SqlRunner,
    private readonly options: ChangeFeedOptions,
  ) {}

  /** Something was committed here: readers of all processes look now. Costs nothing that anybody waits for. */
  announce(): void {
    this.wake();
    this.options.announcer.announce();
  }

  /** Somebody committed something. */
  wake(): void {
    this.options.onWake?.();
    this.waker.wake();
  }

  /** Each change that is wanted after a place, as it comes; from now on where none is given. Ends when the signal fires. */
  async *follow(wanted: Wanted, after: Position | null, signal: AbortSignal): AsyncGenerator<StoredChange> {
    let position = after ?? (await this.untilReadable(() => readHead(this.sql), signal));
    while (position && !signal.aborted) {
      const queue = await this.join(wanted, signal);
      if (!queue) return;
      try {
        for await (const change of this.between(position, queue, signal)) yield change;
        if (isAfter(queue.start, position)) position = queue.start;
        for await (const change of queue.after(position, signal)) {
          yield change;
          position = change.position;
        }
      } finally {
        this.listeners.remove(queue);
      }
    }
  }

  /** Reads no more; whoever listens hears nothing from then on. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.waker.wake();
    await this.reading;
  }

  /**
   * What lies between the place that a listener has and that from which on its queue is filled. It waits for what the queue
   * will not hold, as the horizon may be behind its start for a moment, until no such change is there any more.
   */
  private async *between(from: Position, { start, wanted }: ChangeQueue, signal: AbortSignal) {
    let position: Position = from;
    while (isAfter(start, position)) {
      const stretch: Stretch | null = await this.untilReadable(
        () => readStretch(this.sql, position, STRETCH_SIZE),
        signal,
      );
      if (!stretch) return;
      for (const change of stretch.changes) {
        if (!isAfter(change.position, start) && isWanted(wanted, change)) yield change;
      }
      position = stretch.until;
      if (!isAfter(stretch.newest, position)) return;
      if (stretch.changes.length === 0) await rest(LOOK_EVERY_MS, signal);
    }
  }

  private async join(wanted: Wanted, signal: AbortSignal): Promise<ChangeQueue | null> {
    if (!this.position) {
      const head = await this.untilReadable(() => readHead(this.sql), signal);
      // Somebody else may have begun meanwhile, and what is read must not be read again.
      this.position ??= head;
    }
    if (!this.position) return null;
    const queue = new ChangeQueue(wanted, this.position);
    this.listeners.add(queue);
    this.reading ??= this.readWhileHeard();
    return queue;
  }

  private async readWhileHeard(): Promise<void> {
    const { signal } = this.stopping;
    while (!this.listeners.isEmpty && !signal.aborted) {
      const hasReadAll = await this.readOn(signal);
      await pause(READ_AT_MOST_EVERY_MS);
      if (hasReadAll) await this.waker.wokenWithin(LOOK_EVERY_MS);
    }
    this.position = null;
    this.reading = null;
  }

  private async readOn(signal: AbortSignal): Promise<boolean> {
    const from = this.position;
    if (!from) return true;
    const stretch = await this.untilReadable(() => this.readFrom(from), signal);
    if (!stretch) return true;
    for (const change of stretch.changes) this.listeners.tell(change);
    this.position = stretch.until;
    return isAtHead(stretch);
  }

  private async readFrom(position: Position): Promise<Stretch> {
    try {
      return await readStretch(this.sql, position, STRETCH_SIZE);
    } catch (error) {
      if (!(error instanceof CursorExpiredError)) throw error;
      // Somebody set the database back while we run. What is to come is told from where it stands now.
      this.options.onFailure(error);
      const head = await readHead(this.sql);
      return { changes: [], until: head, head, newest: head };
    }
  }

  /** Tries again until the database can be asked; null where the signal fires before. */
  private async untilReadable<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T | null> {
    let isTold = false;
    while (!signal.aborted && !this.stopping.signal.aborted) {
      try {
        return await read();
      } catch (error) {
        if (error instanceof CursorExpiredError) throw error;
        if (!isTold) this.options.onFailure(error);
        isTold = true;
        await rest(TRY_AGAIN_AFTER_MS, signal);
      }
    }
    return null;
  }
}
