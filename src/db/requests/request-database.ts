import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import type { Discard, SqlDatabase, SqlRunner } from '../sql';
import { DatabaseUnavailableError, DeadlineError, isCanceled, isUnavailable } from './database-failures';
import { LentConnection } from './lent-connection';
import type { RequestPool } from './request-pool';

/** The connections of requests, and how long these may take. */
export type RequestConnections = Pick<RequestPool, 'connections' | 'statementMs' | 'requestMs'>;

/**
 * What one request has of the database. Once it is over, because its time is or because nobody waits for it, the
 * statements that run for it are ended and no other begins: a transaction is then rolled back, unless it was committed.
 */
export class RequestDatabase implements SqlDatabase, SqlRunner {
  /** How many statements were sent for this request. */
  statementCount = 0;
  private over: Error | null = null;
  private readonly lent = new Set<LentConnection>();
  /** Refuses what waits for a connection, or for what is done for others as well. */
  private readonly waiting = new Set<(reason: Error) => void>();
  private signalling: AbortController | null = null;

  constructor(readonly requestPool: RequestConnections) {}

  get pool(): SqlRunner {
    return this;
  }

  /** Made where somebody asks: few do, and it takes longer than all else that is done for a statement here. */
  get signal(): AbortSignal {
    this.signalling ??= new AbortController();
    if (this.over) this.signalling.abort(this.over);
    return this.signalling.signal;
  }

  /** Calls back once the request is over, and answers how to take that back. */
  whenOver(callBack: (reason: Error) => void): () => void {
    if (this.over) callBack(this.over);
    else this.waiting.add(callBack);
    return () => this.waiting.delete(callBack);
  }

  /** Ends the work of the request; whatever it waits for or asks for is refused with the reason. */
  end(reason: Error): void {
    if (this.over) return;
    this.over = reason;
    for (const connection of this.lent) connection.end();
    for (const refuse of this.waiting) refuse(reason);
    this.signalling?.abort(reason);
  }

  async query<Row extends QueryResultRow>(
    statement: string | QueryConfig,
    values?: unknown[],
  ): Promise<QueryResult<Row>> {
    const connection = await this.borrow();
    try {
      const result = await this.run<Row>(connection, statement, values);
      this.giveBack(connection);
      return result;
    } catch (error) {
      this.giveBack(connection, isUnavailable(error) ? error : undefined);
      throw this.reasonFor(error);
    }
  }

  async transaction<T>(work: (sql: SqlRunner) => Promise<T>): Promise<T> {
    const connection = await this.borrow();
    try {
      await connection.query('begin');
      const result = await work({ query: (statement, values) => this.run(connection, statement, values) });
      if (this.over) throw this.over;
      await connection.commit();
      this.giveBack(connection);
      return result;
    } catch (error) {
      const failure = await connection.rollBack().catch((reason: Error) => reason);
      this.giveBack(connection, failure);
      throw this.reasonFor(error);
    }
  }

  async withConnection<T>(work: (sql: PoolClient, discard: Discard) => Promise<T>): Promise<T> {
    const connection = await this.borrow();
    let broken: Error | undefined;
    try {
      this.statementCount++;
      return await work(connection.client, (reason) => (broken = reason));
    } catch (error) {
      throw this.reasonFor(error);
    } finally {
      this.giveBack(connection, broken);
    }
  }

  private async run<Row extends QueryResultRow>(
    connection: LentConnection,
    statement: string | QueryConfig,
    values?: unknown[],
  ): Promise<QueryResult<Row>> {
    if (this.over) throw this.over;
    this.statementCount++;
    return connection.query<Row>(statement, values);
  }

  private borrow(): Promise<LentConnection> {
    if (this.over) return Promise.reject(this.over);
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      this.requestPool.connections.connect((error, client, release) => {
        this.waiting.delete(reject);
        if (!client) return reject(new DatabaseUnavailableError('There is no connection.', { cause: error }));
        if (this.over) return release();
        const connection = new LentConnection(client, release);
        this.lent.add(connection);
        resolve(connection);
      });
    });
  }

  private giveBack(connection: LentConnection, reason?: unknown): void {
    this.lent.delete(connection);
    connection.giveBack(reason as Error | undefined);
  }

  /** What the request is told of a failure: an end that was asked for is why, whatever PostgreSQL says. */
  private reasonFor(error: unknown): unknown {
    if (this.over) return this.over;
    if (isCanceled(error)) {
      const message = `A statement of this request took longer than the ${this.requestPool.statementMs} milliseconds allowed.`;
      return new DeadlineError(message, { cause: error });
    }
    if (isUnavailable(error)) return new DatabaseUnavailableError('The connection failed.', { cause: error });
    return error;
  }
}
