import type { Pool, PoolClient } from 'pg';
import type { Discard } from './sql';

/** Works on one connection of the pool. One that is lost, or that the work discards, is not used again. */
export async function withConnection<T>(
  pool: Pool,
  work: (sql: PoolClient, discard: Discard) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const discard: Discard = (reason) => void (broken = reason);
  // A connection may be lost between two statements, when no query is there to be told: unheard, that ends the process.
  client.on('error', discard);
  try {
    return await work(client, discard);
  } finally {
    client.release(broken);
    client.off('error', discard);
  }
}
