import type { SqlRunner } from './sql';

/**
 * From here to the end of the transaction everything is looked up by index. Of a small table the planner would read all
 * instead, once for each list.
 */
export async function byIndexAlone(sql: SqlRunner): Promise<void> {
  await sql.query('set local enable_seqscan = off');
}
