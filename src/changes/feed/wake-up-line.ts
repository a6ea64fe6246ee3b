import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { rest } from '../../lib/rest';
import type { Announcer } from './waker';

const CHANNEL = 'daily_papers_changes';

/** However many commits there are, others are woken no more often than this. */
const ANNOUNCE_AT_MOST_EVERY_MS = 10;

/** A database that is away is asked for again after this; until it is back, looking finds nothing either. */
const LISTEN_AGAIN_AFTER_MS = 500;

/** Stopping waits for a connection that is being made: the driver never tells of one that is ended before. */
const CONNECT_WITHIN_MS = 2_000;

interface WakeUpLineOptions {
  url: string;
  /** For what is said; one statement at a time. */
  pool: Pick<Pool, 'query'>;
  onWakeUp: () => void;
}

/**
 * Tells the processes of a deployment that something was committed, by a notification of its own after the commit: inside
 * of writing transactions it would make them wait for each other. It may get lost with a connection, so nobody counts on it.
 */
export class WakeUpLine implements Announcer {
  private readonly stopping = new AbortController();
  private readonly listening: Promise<void>;
  private isAnnouncing = false;
  private isAnnouncedAgain = false;

  constructor(private readonly options: WakeUpLineOptions) {
    this.listening = this.listenUntilStopped();
  }

  announce(): void {
    if (this.isAnnouncing) this.isAnnouncedAgain = true;
    else void this.announceWhileAsked();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.listening;
  }

  private async announceWhileAsked(): Promise<void> {
    this.isAnnouncing = true;
    do {
      this.isAnnouncedAgain = false;
      // Whoever was not woken looks by itself.
      await this.options.pool.query(`notify ${CHANNEL}`).catch(() => undefined);
      await pause(ANNOUNCE_AT_MOST_EVERY_MS, undefined, { ref: false });
    } while (this.isAnnouncedAgain && !this.stopping.signal.aborted);
    this.isAnnouncing = false;
  }

  private async listenUntilStopped(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.listenUntilLost().catch(() => undefined);
      // What was said while nobody heard it.
      this.options.onWakeUp();
      await rest(LISTEN_AGAIN_AFTER_MS, signal);
    }
  }

  private async listenUntilLost(): Promise<void> {
    const { url, onWakeUp } = this.options;
    const client = new Client({
      connectionString: url,
      application_name: 'daily-papers wake-ups',
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
    });
    client.on('error', () => undefined);
    client.on('notification', onWakeUp);
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      onWakeUp();
      await once(client, 'end', { signal: this.stopping.signal });
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
