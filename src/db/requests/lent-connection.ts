import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { cancelStatement } from './cancel-statement';

/** How long a statement may go on after it was to end. A connection that is still busy then is closed. */
const END_WITHIN_MS = 1_500;
const CANCELED_AGAIN_AFTER_MS = 20;

/** A connection while a request has it. Nobody else gets it before what was to end on it has ended. */
export class LentConnection {
  private canceling: Promise<void> | null = null;
  private cancelingAgain: NodeJS.Timeout | undefined;
  private givingUp: NodeJS.Timeout | undefined;
  private state: 'working' | 'committing' | 'ending' | 'quiet' | 'back' = 'working';

  /** `release` gives the connection back to the pool, which closes it where there is a reason to. */
  constructor(
    readonly client: PoolClient,
    private readonly release: (reason?: Error) => void,
  ) {}

  /**
   * Asks the driver by a callback. By its promises a statement leads to the next one of the connection, with its rows, and
   * small collections of garbage keep them all: a full one had to come every few seconds.
   */
  async query<Row extends QueryResultRow>(
    statement: string | QueryConfig,
    values?: unknown[],
  ): Promise<QueryResult<Row>> {
    try {
      return await new Promise((resolve, reject) => {
        this.client.query<Row>(statement as string, values as unknown[], (error, result) => {
          if (error) reject(error);
          else resolve(result);
        });
      });
    } catch (error) {
      // Of whoever asked, in place of the socket that answered.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    }
  }

  /** Ends what runs on it. While a transaction commits it is left to PostgreSQL what comes of it. */
  end(): void {
    if (this.state !== 'working' && this.state !== 'committing') return;
    this.givingUp = setTimeout(() => this.releaseOnce(new Error('A statement did not end.')), END_WITHIN_MS);
    if (this.state === 'working') this.cancel();
    this.state = 'ending';
  }

  async commit(): Promise<void> {
    this.state = 'committing';
    await this.query('commit');
  }

  async rollBack(): Promise<void> {
    this.calmDown();
    // A cancellation that is under way would hit the rollback.
    await this.canceling;
    await this.query('rollback');
  }

  /** Gives it back, to be closed where there is a reason to. */
  giveBack(reason?: Error): void {
    this.calmDown();
    if (!this.canceling) return this.releaseOnce(reason);
    this.canceling.then(
      () => this.releaseOnce(reason),
      (failure: Error) => this.releaseOnce(failure),
    );
  }

  /** PostgreSQL ignores a cancellation that comes before the statement does, so it is asked again until that has ended. */
  private cancel(): void {
    this.canceling = cancelStatement(this.client);
    this.canceling.then(
      () => {
        if (this.state === 'ending') this.cancelingAgain = setTimeout(() => this.cancel(), CANCELED_AGAIN_AFTER_MS);
      },
      // Whoever gives the connection back is told.
      () => undefined,
    );
  }

  /** From here on nothing runs on it that was to end. */
  private calmDown(): void {
    clearTimeout(this.cancelingAgain);
    if (this.state !== 'back') this.state = 'quiet';
  }

  private releaseOnce(reason?: Error): void {
    if (this.state === 'back') return;
    this.state = 'back';
    clearTimeout(this.cancelingAgain);
    clearTimeout(this.givingUp);
    this.release(reason);
  }
}
