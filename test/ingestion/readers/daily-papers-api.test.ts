import { readFileSync } from 'node:fs';
import { dailyPapersApiReader } from '../../../src/ingestion/readers/daily-papers-api';
import { describeWithRealFiles, readAll, realFile, recordsOf, refusalsOf } from './read-all';

const PAPER = {
  id: '2606.12575',
  authors: [
    { _id: 'p1', name: 'Ada  Lovelace', hidden: false },
    { _id: 'p2', name: 'Raphaël B.', hidden: false, user: { _id: 'person2', type: 'user', user: 'rb' } },
    { _id: 'p3', name: 'Grace Hopper', hidden: true, user: { _id: 'person3', type: 'user', user: 'gh' } },
  ],
  publishedAt: '2026-06-11T00:00:00.000Z',
  submittedOnDailyAt: '2026-06-12T08:30:00.000Z',
  submittedOnDailyBy: { _id: 'person2', user: 'rb', fullname: 'R. B.', name: 'rb' },
  title: 'A Title\n  in two lines',
  summary: ' An abstract.\n  Its second line. ',
  upvotes: 25,
  ai_keywords: ['sparse attention', 'sparse attention', ' ', 'k'.repeat(101)],
  githubRepo: 'https://github.com/a/b',
  projectPage: 'https://huggingface.co/datasets/a/c',
};
const ENTRY = { paper: PAPER, publishedAt: '2026-06-10T20:00:00.000Z', numComments: 3, submittedBy: { name: 'rb' } };

const withPaper = (changes: object) => ({ ...ENTRY, paper: { ...PAPER, ...changes } });
const FILE = { fileName: 'answer.json' };
const read = (content: string | Buffer, options = {}) =>
  readAll(dailyPapersApiReader, content, { ...FILE, ...options });
const readOne = async (entry: object, options = {}) => recordsOf(await read(JSON.stringify([entry]), options))[0];

describe('dailyPapersApiReader', () => {
  it('reads all that an element says', async () => {
    expect(await read(JSON.stringify([ENTRY], null, 2))).toEqual([
      {
        where: 'index 0',
        record: {
          format: 'daily-papers-api',
          sourceId: '2606.12575',
          arxivId: '2606.12575',
          reportedAt: '2026-06-12T08:30:00.000Z',
          title: 'A Title in two lines',
          abstract: 'An abstract.\n  Its second line.',
          publishedOn: '2026-06-11',
          authors: [
            { name: 'Ada Lovelace' },
            { name: 'Raphaël B.', sourceAuthorId: 'person2' },
            { name: 'Grace Hopper' },
          ],
          authorCount: 3,
          keywords: ['sparse attention'],
          links: [
            { kind: 'CODE', url: 'https://github.com/a/b' },
            { kind: 'DATASET', url: 'https://huggingface.co/datasets/a/c' },
          ],
          upvoteCount: 25,
          commentCount: 3,
          listing: {
            editionDate: '2026-06-12',
            position: 1,
            submittedAt: '2026-06-12T08:30:00.000Z',
            submittedByName: 'R. B.',
          },
        },
      },
    ]);
  });

  it('leaves out every key that the element is silent about', async () => {
    expect(await readOne({ paper: { id: '2606.12575', title: 'T', summary: null } })).toEqual({
      format: 'daily-papers-api',
      sourceId: '2606.12575',
      arxivId: '2606.12575',
      title: 'T',
    });
  });

  it('takes the time of the report from the caller, else the file’s name, else the submission', async () => {
    const named = { fileName: 'papers-2026-06-13.json' };
    expect((await readOne(ENTRY, { ...named, asOf: '2026-06-20' }))?.reportedAt).toBe('2026-06-20T00:00:00.000Z');
    expect((await readOne(ENTRY, named))?.reportedAt).toBe('2026-06-13T00:00:00.000Z');
    expect((await readOne(ENTRY))?.reportedAt).toBe('2026-06-12T08:30:00.000Z');
  });

  it('takes midnight UTC for a day without a time', async () => {
    const record = await readOne(withPaper({ submittedOnDailyAt: '2026-06-12T00:00:00.000Z' }));
    expect(record?.listing).toEqual({ editionDate: '2026-06-12', position: 1, submittedByName: 'R. B.' });
  });

  it('puts an instant of another zone on its day in UTC', async () => {
    const record = await readOne(withPaper({ submittedOnDailyAt: '2026-06-12T23:30:00-04:00' }));
    expect(record?.listing).toMatchObject({ editionDate: '2026-06-13', submittedAt: '2026-06-13T03:30:00.000Z' });
  });

  it.each([
    [{ fullname: 'Ada', user: 'al', name: 'al2' }, 'Ada'],
    [{ fullname: ' ', user: 'al', name: 'al2' }, 'al'],
    [{ name: 'al2' }, 'al2'],
    [undefined, 'rb'],
  ])('names the submitter %j as %s', async (submittedOnDailyBy, name) => {
    expect((await readOne(withPaper({ submittedOnDailyBy })))?.listing?.submittedByName).toBe(name);
  });

  it('leaves out links that are no web addresses, and names each once', async () => {
    const record = await readOne(withPaper({ githubRepo: 'javascript:alert(1)', projectPage: 'https://x.org/p' }));
    expect(record?.links).toEqual([{ kind: 'PROJECT', url: 'https://x.org/p' }]);
    const twice = await readOne(withPaper({ projectPage: 'https://github.com/a/b/' }));
    expect(twice?.links).toEqual([{ kind: 'CODE', url: 'https://github.com/a/b' }]);
  });

  it('refuses what it cannot store or trust, each with its index and reason, and goes on', async () => {
    const refused = [
      [{ paper: 7 }, 'The element\'s "paper" is 7, and an object is expected.'],
      [['a', 'list'], 'is no JSON object'],
      [withPaper({ id: 'x' }), 'The id "x" is no arXiv id'],
      [withPaper({ title: undefined }), 'The title is missing.'],
      [withPaper({ publishedAt: '2026-02-30' }), 'The day of publication "2026-02-30" is no date'],
      [withPaper({ publishedAt: '12:00' }), 'The day of publication "12:00" is no date'],
      [withPaper({ submittedOnDailyAt: 5 }), 'The time of submission 5 is no date'],
      [withPaper({ upvotes: -1 }), 'The number of upvotes is -1'],
      [withPaper({ upvotes: 2 ** 31 }), 'The number of upvotes is 2147483648'],
      [{ ...ENTRY, numComments: '3' }, 'The number of comments is "3"'],
      [withPaper({ authors: [{ name: 'Ada' }, {}] }), 'The author name is missing.'],
      [withPaper({ summary: 'a\0b' }), 'holds a NUL character'],
    ] as const;
    const papers = await read(JSON.stringify([...refused.map(([entry]) => entry), ENTRY]));
    expect(refusalsOf(papers)).toHaveLength(refused.length);
    refused.forEach(([, reason], index) => {
      expect(refusalsOf(papers)[index]).toMatch(new RegExp(`^index ${index}: `));
      expect(refusalsOf(papers)[index]).toContain(reason);
    });
    expect(recordsOf(papers)[0]?.listing?.position).toBe(refused.length + 1);
  });

  it('refuses a broken element and goes on', async () => {
    const papers = await read(`[${JSON.stringify(ENTRY)}, {"paper": nothing}, ${JSON.stringify(ENTRY)}]`);
    expect(refusalsOf(papers)).toEqual([expect.stringMatching(/^index 1: .* is no JSON object/)]);
    expect(recordsOf(papers)).toHaveLength(2);
  });

  it('reads a day without papers as none', async () => {
    expect(await read(' [\n ] ')).toEqual([]);
  });

  it.each([
    ['empty', '', /^"answer.json" is empty: /],
    ['binary', Buffer.from([0x5b, 0x00]), /is binary: it holds a NUL byte/],
    ['cut short within an element', JSON.stringify([ENTRY, ENTRY]).slice(0, -40), /is cut short: .* index 1/],
    ['cut short between elements', JSON.stringify([ENTRY]).slice(0, -1), /is cut short: /],
    ['an array with more text behind it', '[] []', /is not one JSON array: more text stands after/],
    ['one object', JSON.stringify(ENTRY), /is not a JSON array: it begins with /],
    [
      'an array of something else',
      '[{"title": "T"}, 7]',
      /is not the Daily Papers API's JSON: none of its elements fits/,
    ],
  ])('says of a file that is %s what is wrong', async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it('recognises an array of elements with a paper inside', () => {
    expect(dailyPapersApiReader.recognises(JSON.stringify([ENTRY], null, 2).slice(0, 300))).toBe(true);
    expect(dailyPapersApiReader.recognises('[]\n')).toBe(true);
    expect(dailyPapersApiReader.recognises('[["2606.12575", {"paper": {}}]]')).toBe(false);
    expect(dailyPapersApiReader.recognises('[{"title": "T"}]')).toBe(false);
  });
});

describeWithRealFiles('hf-daily-papers-api')('dailyPapersApiReader over a real answer', () => {
  const content = () => readFileSync(realFile('hf-daily-papers-api/2026-06-12.json'));

  it('reads the 30 papers and their 202 authors', async () => {
    const papers = await read(content(), { fileName: '2026-06-12.json' });
    const records = recordsOf(papers);
    expect(refusalsOf(papers)).toEqual([]);
    expect(records).toHaveLength(30);
    expect(records.flatMap(({ authors }) => authors ?? [])).toHaveLength(202);
    expect(records.flatMap(({ authors }) => authors ?? []).filter((author) => author.sourceAuthorId)).toHaveLength(20);
    expect(records[0]).toMatchObject({ arxivId: '2606.00467', publishedOn: '2026-05-30', upvoteCount: 0 });
    expect(records.map(({ listing }) => listing?.position)).toEqual(records.map((_, index) => index + 1));
    expect(records.flatMap(({ links }) => links ?? []).filter(({ kind }) => kind === 'CODE')).toHaveLength(16);
  });

  it('reads the same from any pieces of bytes', async () => {
    expect(await read(content(), { chunkSize: 997 })).toEqual(await read(content()));
  });
});
