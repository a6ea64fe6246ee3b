import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile } from '../../src/ingestion/import-file';
import { UnreadableFileError } from '../../src/ingestion/record';
import { runCommand, type RunningServer, startServer } from '../support/running-program';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { SAMPLE } from '../support/test-server';
import { movedBy, scrape } from './scrape';

const LAST_FINISH = 'daily_papers_import_last_finish_timestamp_seconds';
const LAST_WRITE = 'daily_papers_import_last_write_timestamp_seconds';

describe('the metrics of a running server', () => {
  let database: TestDatabase;
  let server: RunningServer;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daily-papers-metrics-'));
    database = await createTestDatabase();
    server = await startServer({ DATABASE_URL: database.url, SOURCES: 'off', LOG_LEVEL: 'silent' });
  });
  afterAll(async () => {
    await server.stop();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('tell of imports that run in other processes', async () => {
    const before = await scrape(server);
    expect([before.get(LAST_WRITE), before.get(LAST_FINISH)]).toEqual([0, 0]);

    const moved = await movedBy(server, () => runCommand(['import', SAMPLE], { DATABASE_URL: database.url }));

    expect(moved).toMatchObject({
      'daily_papers_imported_records_total{outcome="added"}': 36,
      daily_papers_imports_total: 1,
      daily_papers_papers: 36,
    });
    const after = await scrape(server);
    expect(after.get(LAST_FINISH)).toBeGreaterThanOrEqual(after.get(LAST_WRITE)!);
    expect(Math.abs(after.get(LAST_WRITE)! - Date.now() / 1000)).toBeLessThan(60);
    expect(await movedBy(server, () => importFile(database.database, SAMPLE))).toMatchObject({
      'daily_papers_imported_records_total{outcome="unchanged"}': 36,
    });
  });

  it('count what readers refuse, and nothing of a dry run or a file that cannot be read', async () => {
    const lines = join(folder, '2026-01-05.jsonl');
    await writeFile(lines, `${JSON.stringify({ id: 'none', title: 'T', abs: '' })}\n`);
    const broken = join(folder, 'broken.json');
    await writeFile(broken, '[{"paper": {"id": "2601.0000');

    const importBoth = async () => {
      await importFile(database.database, lines);
      await expect(importFile(database.database, broken)).rejects.toThrow(UnreadableFileError);
    };
    expect(await movedBy(server, importBoth)).toMatchObject({
      'daily_papers_imported_records_total{outcome="refused"}': 1,
      daily_papers_imports_total: 1,
    });
    expect(await movedBy(server, () => importFile(database.database, SAMPLE, { dryRun: true }))).toEqual({});
  });

  it('tell how many papers search does not have yet', async () => {
    await server.stop();
    const { pool } = database.database;
    await pool.query('update paper_terms set version = 0 where paper_id > 6');
    const blocker = await pool.connect();
    await blocker.query('begin; lock table paper_tokens in exclusive mode');
    server = await startServer({ DATABASE_URL: database.url, SOURCES: 'off', LOG_LEVEL: 'silent' });
    const missing = async () => (await scrape(server)).get('daily_papers_search_unindexed_papers');
    try {
      await untilIs(missing, 30);
    } finally {
      await blocker.query('commit');
      blocker.release();
    }
    await untilIs(missing, 0);
  });
});

async function untilIs<T>(read: () => Promise<T>, wanted: T): Promise<void> {
  while ((await read()) !== wanted);
}
