import { Pool, type PoolClient } from 'pg';
import { KEPT_CONNECTIONS } from '../kept-connections';

export interface RequestPoolOptions {
  url: string;
  /** Connections at most. */
  size: number;
  /** How long PostgreSQL works on a statement. */
  statementMs: number;
  /** How long a request waits for a connection, whether all are taken or none can be made. */
  waitMs: number;
  /** How long a request may take: a transaction in which nothing happens for twice as long is nobody's. */
  requestMs: number;
}

/**
 * No request reads a table whole: of a small one, or one that was never analyzed, the planner would, once for each list of a
 * search. And to compile a statement takes longer than any of these takes to run.
 */
const PLANNING = 'set enable_seqscan = off; set jit = off';

/** The connections that requests have to themselves: what has no time to lose neither waits for nor is bounded as they are. */
export class RequestPool {
  readonly connections: Pool;
  readonly statementMs: number;
  readonly requestMs: number;

  constructor({ url, size, statementMs, waitMs, requestMs }: RequestPoolOptions) {
    const settings = `
      set statement_timeout = ${statementMs}; set idle_in_transaction_session_timeout = ${2 * requestMs}; ${PLANNING}`;
    this.statementMs = statementMs;
    this.requestMs = requestMs;
    this.connections = new Pool({
      connectionString: url,
      application_name: 'daily-papers',
      max: size,
      connectionTimeoutMillis: waitMs,
      ...KEPT_CONNECTIONS,
      // By a statement: poolers refuse a connection that begins with settings that they do not know.
      verify: (client, done) => client.query(settings, (error) => done(error)),
    });
    // An idle connection that is lost leaves the pool, and one that is lent fails the statement: nobody else need know.
    this.connections.on('error', ignore);
    this.connections.on('connect', (client: PoolClient) => void client.on('error', ignore));
  }

  /** Waits for the connections that are lent. */
  async close(): Promise<void> {
    await this.connections.end();
  }
}

function ignore(): void {}
