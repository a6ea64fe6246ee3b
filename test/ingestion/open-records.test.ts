import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecords } from '../../src/ingestion/open-records';
import { type ReadRecord, UnreadableFileError } from '../../src/ingestion/record';
import { describeWithRealFiles, realFile, SAMPLE_LISTING } from './readers/read-all';

const ARXIV_LINE = JSON.stringify({ id: '2601.08663', title: 'T', authors: ['Ada'], summary: 'A' }) + '\n';

async function collect(records: AsyncIterable<ReadRecord>): Promise<ReadRecord[]> {
  const read: ReadRecord[] = [];
  for await (const entry of records) read.push(entry);
  return read;
}

describe('openRecords', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'open-records-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function file(name: string, content: string | Buffer): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  it('recognises a file by its content, whatever it is called', async () => {
    const { reader } = await openRecords(file('a.dat', ARXIV_LINE));
    expect(reader.format).toBe('arxiv-lines');
    expect((await openRecords(SAMPLE_LISTING)).reader.format).toBe('listing');
    expect((await openRecords(file('b', '[{"paper": {"id": "2601.08663"}}]'))).reader.format).toBe('daily-papers-api');
  });

  it('reads a file as often as it is asked to, and tells how many bytes went by', async () => {
    const { read, size } = await openRecords(SAMPLE_LISTING);
    let byteCount = 0;
    const first = await collect(read((count) => (byteCount += count)));
    expect(first).toHaveLength(36);
    expect(byteCount).toBe(size);
    expect(size).toBe(statSync(SAMPLE_LISTING).size);
    expect(await collect(read())).toEqual(first);
  });

  it('hands the day of the report and the name of the file on', async () => {
    const path = file('2026-01-05.jsonl', ARXIV_LINE);
    expect(await collect((await openRecords(path)).read())).toMatchObject([{ record: { listedOn: '2026-01-05' } }]);
    const asked = await openRecords(path, { asOf: '2026-02-01' });
    expect(await collect(asked.read())).toMatchObject([{ record: { listedOn: '2026-02-01' } }]);
  });

  it('reads a file as the format that is asked for, and says where it is not', async () => {
    const { read, reader } = await openRecords(file('c.txt', ARXIV_LINE), { format: 'listing' });
    expect(reader.format).toBe('listing');
    await expect(collect(read())).rejects.toThrow('"c.txt" is not a Daily Papers listing: ');
  });

  it('lets an error of who listens to the progress pass as it is', async () => {
    const { read } = await openRecords(SAMPLE_LISTING);
    const failing = read(() => {
      throw new RangeError('bar too long');
    });
    await expect(collect(failing)).rejects.toThrow(RangeError);
  });

  it.each(['2026-02-30', 'yesterday', '2026-6-1', ''])('says that “%s” is no day', async (asOf) => {
    const opening = openRecords(SAMPLE_LISTING, { asOf });
    await expect(opening).rejects.toThrow(`"${asOf}" is no day of the calendar`);
    await expect(opening).rejects.toThrow(UnreadableFileError);
  });

  it('says in a sentence what it cannot read', async () => {
    const sentences = [
      [join(folder, 'none.txt'), /^There is no file ".*none.txt".$/],
      [folder, / is a folder; a file is expected.$/],
      ['/dev/null', / is no regular file; /],
      [join(file('d.txt', 'x'), 'inside'), / cannot be read: the system says ENOTDIR.$/],
      [file('empty.txt', ''), /^"empty.txt" is empty: /],
      [file('mark.txt', '\ufeff\n'), /^"mark.txt" is empty: /],
      [file('image.png', Buffer.from([0x89, 0x50, 0x4e, 0x47])), /^"image.png" is binary: /],
      [
        file('prose.txt', 'Some prose.'),
        /no known format. Known are listing, daily-papers-api, arxiv-lines, arxiv-atom; .*--format/,
      ],
    ] as const;
    for (const [path, sentence] of sentences) {
      await expect(openRecords(path)).rejects.toThrow(sentence);
      await expect(openRecords(path)).rejects.toThrow(UnreadableFileError);
    }
  });

  it('says that a file may not be read', async () => {
    const path = file('secret.txt', ARXIV_LINE);
    chmodSync(path, 0);
    chmodSync(folder, 0o755);
    await asPlainUser(async () => {
      await expect(openRecords(path)).rejects.toThrow(/may not be read by the user who runs this/);
    });
  });

  it('says of a file that went away between two readings that it is gone', async () => {
    mkdirSync(join(folder, 'gone'));
    const path = file('gone/a.jsonl', ARXIV_LINE);
    const { read } = await openRecords(path);
    rmSync(path);
    await expect(collect(read())).rejects.toThrow(/^There is no file /);
  });
});

/** Root may read everything, so where it runs the tests it becomes nobody for a while. */
async function asPlainUser(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.('nobody');
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describeWithRealFiles('')('openRecords over real files', () => {
  it.each([
    ['listing/daily-papers-2025-12-10.txt', 'listing'],
    ['hf-daily-papers-api/2026-06-12.json', 'daily-papers-api'],
    ['arxiv-jsonl/2026-01-08.jsonl', 'arxiv-lines'],
    ['arxiv-atom/query-transformer.xml', 'arxiv-atom'],
  ])('recognises %s', async (path, format) => {
    expect((await openRecords(realFile(path))).reader.format).toBe(format);
  });

  it.each([
    'README.md',
    'arxiv-oai-dc/2017-03-28.json',
    'semantic-scholar/paper-search.json',
    'scraped-monthly/2026-03.json',
  ])('does not take %s for anything that it knows', async (path) => {
    expect(readFileSync(realFile(path)).length).toBeGreaterThan(0);
    await expect(openRecords(realFile(path))).rejects.toThrow('is of no known format');
  });
});
