import type { Database } from '../db/database';
import { settleSetting } from '../db/settings';
import { rowsOf } from '../db/sql';

/**
 * Stores the time zone of the feed at the first start; answers the one that holds. Papers that were imported before
 * begin their days in it from now on; imports that are under way write their papers afterwards, and know it.
 */
export async function settleFeedTimeZone(database: Database, timeZone: string): Promise<string> {
  return database.transaction(async (sql) => {
    const { value, isNew } = await settleSetting(sql, 'feed_time_zone', timeZone);
    if (!isNew) return value;
    await rowsOf(sql, 'lock table paper_stats in share row exclusive mode');
    await rowsOf(
      sql,
      'select recompute_trending(array(select paper_id from paper_stats)), trending_start(current_date, feed_time_zone(), null)',
    );
    return value;
  });
}
