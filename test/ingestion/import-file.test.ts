import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile } from '../../src/ingestion/import-file';
import { type Refusal } from '../../src/ingestion/matching/apply-records';
import { UnreadableFileError } from '../../src/ingestion/record';
import { expectCountsToHold } from '../support/invariants';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { describeWithRealFiles, realFile, SAMPLE_LISTING } from './readers/read-all';
import { emptyTables, storedState } from './stored-state';

let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'import-file-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await test.drop();
});
beforeEach(() => emptyTables(test.database));
afterEach(() => expectCountsToHold(test.database));

function file(name: string, lines: unknown[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => JSON.stringify(line) + '\n').join(''));
  return path;
}

const line = (id: string, title = `The paper ${id}`) => ({ id, title, authors: ['Ada'], summary: 'A', categories: [] });

async function importEach(paths: string[]): Promise<unknown> {
  await emptyTables(test.database);
  for (const path of paths) await importFile(test.database, path);
  return storedState(test.database);
}

async function countOf(table: string): Promise<number> {
  const { rows } = await test.database.pool.query<{ count: number }>(`select count(*) from ${table}`);
  return rows[0]!.count;
}

describe('importFile', () => {
  it('imports the 36 papers of the sample, with their places on its edition', async () => {
    expect(await importFile(test.database, SAMPLE_LISTING)).toEqual({
      added: 36,
      changed: 0,
      unchanged: 0,
      refused: 0,
    });
    const { rows } = await test.database.pool.query(
      `select p.slug, p.title, p.author_count, p.published_on, s.comment_count, e.position, e.edition_date
       from papers p join paper_stats s on s.paper_id = p.id join submissions e on e.paper_id = p.id
       order by e.position limit 2`,
    );
    expect(rows).toMatchObject([
      { slug: 'robust-layerwise-scaling-rules-by-proper-weight-decay-tuning', author_count: null, published_on: null },
      { author_count: 8, published_on: '2025-05-21', comment_count: 2, position: 2, edition_date: '2025-12-10' },
    ]);
  });

  it('writes nothing the second time', async () => {
    await importFile(test.database, SAMPLE_LISTING);
    const { rows: before } = await test.database.pool.query('select xmin, id from papers order by id');
    expect(await importFile(test.database, SAMPLE_LISTING)).toMatchObject({ added: 0, changed: 0, unchanged: 36 });
    const { rows: after } = await test.database.pool.query('select xmin, id from papers order by id');
    expect(after).toEqual(before);
    expect(await countOf('changes')).toBe(72);
  });

  it('names refused records, and imports the rest', async () => {
    const refusals: Refusal[] = [];
    const path = file('2026-01-05.jsonl', [line('2601.00001'), line('no id'), line('2601.00002')]);
    const counts = await importFile(test.database, path, { onRefused: (refusal) => refusals.push(refusal) });
    expect(counts).toEqual({ added: 2, changed: 0, unchanged: 0, refused: 1 });
    expect(refusals).toEqual([{ where: 'line 2', reason: expect.stringContaining('"no id"') as string }]);
  });

  it('writes nothing of a file that turns out to be cut short', async () => {
    const path = file('cut.jsonl', [line('2601.00001')]);
    writeFileSync(path, `${JSON.stringify(line('2601.00001'))}\n{"id": "2601.0000`);
    await expect(importFile(test.database, path)).rejects.toThrow(UnreadableFileError);
    expect(await countOf('papers')).toBe(0);
  });

  it('counts in a dry run what an import would do, and leaves nothing', async () => {
    await importFile(test.database, file('2026-01-05.jsonl', [line('2601.00001'), line('2601.00002')]));
    const before = await storedState(test.database);
    const next = file('2026-01-06.jsonl', [
      line('2601.00001'),
      line('2601.00002', 'Another title'),
      line('2601.00003'),
      line('2601.00003'),
      line('none'),
    ]);
    const foretold = await importFile(test.database, next, { dryRun: true });
    expect(foretold).toEqual({ added: 1, changed: 1, unchanged: 2, refused: 1 });
    expect(await storedState(test.database)).toEqual(before);
    expect(await importFile(test.database, next)).toEqual(foretold);
  });

  it('tells how far it has read, in both passes', async () => {
    const seen: unknown[] = [];
    const path = file('2026-01-05.jsonl', [line('2601.00001')]);
    await importFile(test.database, path, { onProgress: (read, total, phase) => seen.push([read === total, phase]) });
    expect(seen).toEqual([
      [true, 'checking'],
      [true, 'writing'],
    ]);
  });
});

describeWithRealFiles('hf-daily-papers-api')('importFile with the recorded API answer', () => {
  it('ends the same before and after the listing', async () => {
    const api = realFile('hf-daily-papers-api/2026-06-12.json');
    const state = await importEach([SAMPLE_LISTING, api]);
    expect(await countOf('papers')).toBe(66);
    expect(await importEach([api, SAMPLE_LISTING, api])).toEqual(state);
  });
});

describeWithRealFiles('arxiv-jsonl')('importFile with the arXiv listings', () => {
  it('ends the same forwards, backwards and twice', async () => {
    const files = readdirSync(realFile('arxiv-jsonl')).map((name) => realFile(`arxiv-jsonl/${name}`));
    const state = await importEach(files);
    expect(await countOf('papers')).toBe(1266);
    expect(await importEach([...files.toReversed(), ...files])).toEqual(state);
  });
});
