import { longestHolder, streamLag } from '../../src/changes/stream-lag.query';
import type { Database } from '../../src/db/database';
import { createTestDatabase } from '../support/test-database';
import { beginWith, write } from './changes';

describe('the lag of the stream', () => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeEach(async () => ({ database, drop } = await createTestDatabase()));
  afterEach(() => drop());

  it('is none while everything can be read', async () => {
    await write(database.pool, 1);
    expect(await streamLag(database.pool)).toBe(0);
  });

  it('grows while a transaction that writes keeps others from being read, and ends with it', async () => {
    const slow = await database.pool.connect();
    try {
      await beginWith(slow, 1);
      expect(await streamLag(database.pool)).toBe(0);
      await write(database.pool, 2);
      const lag = await streamLag(database.pool);
      expect(lag).toBeGreaterThan(0);
      expect(await streamLag(database.pool)).toBeGreaterThan(lag);
      expect(await longestHolder(database.pool)).toMatchObject({ name: 'daily-papers' });
      await slow.query('commit');
      expect(await streamLag(database.pool)).toBe(0);
    } finally {
      slow.release();
    }
  });
});
