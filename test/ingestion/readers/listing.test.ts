import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { UnreadableFileError } from '../../../src/ingestion/record';
import { listingReader } from '../../../src/ingestion/readers/listing';
import { readAll, recordsOf, refusalsOf, SAMPLE_LISTING } from './read-all';

const HEADER = 'new\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\nDec 10\n\n';
const FIRST = 'First $μ$P\n\nAn abstract.\n\n  • 8 authors\n·\nMay 21 2\n\n';
const LAST = 'Last\n\nIts abstract.\n\n  • 1 author\n·\nJan 30, 2023';
const FILE = { fileName: 'listing-2025-12-10.txt' };

const read = (content: string, options = {}) => readAll(listingReader, content, { ...FILE, ...options });

describe('listingReader', () => {
  const sample = readFileSync(SAMPLE_LISTING);
  const sampleOptions = { fileName: 'daily-papers-2025-12-10.txt' };

  it('reads the 36 papers of the sample in the order of the page', async () => {
    const papers = await readAll(listingReader, sample, sampleOptions);
    const records = recordsOf(papers);
    expect(records).toHaveLength(36);
    expect(refusalsOf(papers)).toEqual([]);
    expect(records.map((record) => record.listing)).toEqual(
      records.map((_, index) => ({ editionDate: '2025-12-10', position: index + 1 })),
    );
    expect(records[35]).toEqual({
      format: 'listing',
      reportedAt: '2025-12-10T00:00:00.000Z',
      title: 'Refined Regret for Adversarial MDPs with Linear Function Approximation',
      abstract: expect.stringContaining('adversarial Markov Decision Process (MDP)') as string,
      authorCount: 4,
      publishedOn: '2023-01-30',
      commentCount: 0,
      listing: { editionDate: '2025-12-10', position: 36 },
    });
  });

  it('is silent about authors, date and comments of the first paper of the sample, which has no byline', async () => {
    const [first] = recordsOf(await readAll(listingReader, sample, sampleOptions));
    expect(Object.keys(first ?? {}).sort()).toEqual(['abstract', 'format', 'listing', 'reportedAt', 'title']);
    expect(first?.title).toBe('Robust Layerwise Scaling Rules by Proper Weight Decay Tuning');
  });

  it('keeps every title and abstract of the sample as it stands', async () => {
    const lines = new Set(sample.toString().split('\n'));
    for (const { title, abstract } of recordsOf(await readAll(listingReader, sample, sampleOptions))) {
      expect(lines).toContain(title);
      expect(lines).toContain(abstract);
    }
  });

  it('counts the comments of the sample, on six papers', async () => {
    const records = recordsOf(await readAll(listingReader, sample, sampleOptions));
    expect(records.flatMap(({ commentCount }) => commentCount || [])).toEqual([2, 2, 4, 1, 1, 2]);
    expect(records.filter(({ commentCount }) => commentCount === 0)).toHaveLength(29);
  });

  it('reads the same from any pieces of bytes, with any line breaks and a byte order mark', async () => {
    const expected = await read(HEADER + FIRST + LAST);
    expect(recordsOf(expected)).toHaveLength(2);
    for (const chunkSize of [1, 2, 3, 7]) expect(await read(HEADER + FIRST + LAST, { chunkSize })).toEqual(expected);
    expect(await read('\ufeff' + (HEADER + FIRST + LAST).replaceAll('\n', '\r\n'))).toEqual(expected);
  });

  it('takes the year of the page for a date without one, and the year before where it would lie after the page', async () => {
    const dated = (text: string) => `T\n\nA\n\n• 2 authors\n·\n${text}\n\n`;
    const content = HEADER + ['Dec 10', 'Dec 11', 'Jan 1 12', 'Dec 31, 2019 3'].map(dated).join('');
    const records = recordsOf(await read(content));
    expect(records.map(({ publishedOn, commentCount }) => [publishedOn, commentCount])).toEqual([
      ['2025-12-10', 0],
      ['2024-12-11', 0],
      ['2025-01-01', 12],
      ['2019-12-31', 3],
    ]);
  });

  it('takes the page’s year from the caller before the file’s name', async () => {
    const [record] = recordsOf(await read(HEADER + LAST, { asOf: '2024-12-10' }));
    expect(record?.listing?.editionDate).toBe('2024-12-10');
  });

  it('sees papers without a byline by the two paragraphs that follow', async () => {
    const papers = await read(HEADER + 'A\n\nOf a.\n\nB\n\nOf b.\n\n' + LAST);
    const records = recordsOf(papers);
    expect(records.map(({ title, authorCount }) => [title, authorCount])).toEqual([
      ['A', undefined],
      ['B', undefined],
      ['Last', 1],
    ]);
    expect(papers.map(({ where }) => where)).toEqual(['line 11', 'line 15', 'line 19']);
  });

  it('accepts one paper alone without a byline', async () => {
    expect(recordsOf(await read(HEADER + 'A\n\nOf a.\n'))).toHaveLength(1);
  });

  it('refuses a paper that it cannot read and goes on, its place on the page kept', async () => {
    const noAbstract = 'Alone\n\n• 3 authors\n·\nMay 2\n\n';
    const noDay = 'T\n\nA\n\n• 3 authors\n·\nFeb 30\n\n';
    const glued = 'T\n\nA\n\n• 3 authors\n·\nJan 30, 202330\n\n';
    const three = 'T\n\nA\n\nB\n\n• 3 authors\n·\nMay 2\n\n';
    const long = `${'t'.repeat(1001)}\n\nA\n\n• 3 authors\n·\nMay 2\n\n`;
    const papers = await read(HEADER + noAbstract + noDay + glued + three + long + LAST);
    expect(refusalsOf(papers)).toEqual([
      'line 11: The paper "Alone" has no abstract.',
      expect.stringMatching(/^line 17: .*"• 3 authors · Feb 30" cannot be read/),
      expect.stringMatching(/^line 25: .*"• 3 authors · Jan 30, 202330" cannot be read/),
      expect.stringMatching(/^line 33: From "T" .* stand 3 paragraphs/),
      expect.stringMatching(/^line 43: The title .* is longer than 1000 characters/),
    ]);
    expect(recordsOf(papers).map(({ listing }) => listing?.position)).toEqual([6]);
  });

  it('refuses an abstract of any length without keeping it', async () => {
    const papers = await read(HEADER + `T\n\n${'a'.repeat(3_000_000)}\n\n• 3 authors\n·\nMay 2\n\n` + LAST);
    expect(refusalsOf(papers)).toEqual([expect.stringMatching(/^line 11: The abstract "a+…" is longer than 50000/)]);
    expect(recordsOf(papers)).toHaveLength(1);
  });

  it.each([
    ['its header alone', HEADER],
    ['a title alone', HEADER + FIRST + 'Last\n'],
    ['an abstract', HEADER + FIRST + 'Last\n\nIts abstract.\n'],
    ['half an abstract', HEADER + FIRST + 'Last\n\nIts abs'],
    ['half of the only abstract', HEADER + 'Last\n\nIts abs'],
    ['a byline that lacks its date', HEADER + FIRST + 'Last\n\nIts abstract.\n\n  • 1 author\n·\n'],
    ['half a line of authors', HEADER + FIRST + 'Last\n\nIts abstract.\n\n  • 1 aut'],
    ['half a year', HEADER + FIRST + LAST.slice(0, -2)],
  ])('says of a file that ends with %s that it is cut short', async (_, content) => {
    await expect(read(content)).rejects.toThrow(/^"listing-2025-12-10.txt" is cut short: /);
  });

  it('finds the sample cut short wherever the cut can be told', async () => {
    const text = sample.toString();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: text.indexOf('Scaling Diffusion') + 1, max: text.length - 1 }),
        async (end) => {
          const cut = text.slice(0, end);
          // A cut right behind a whole byline, or inside the digits at its end, leaves a file that is whole to the eye.
          fc.pre(!/ authors?\n·\n[A-Z][a-z]{2} \d{1,2}(?:, \d{4})?(?: \d+)?\s*$/.test(cut));
          await expect(readAll(listingReader, cut, sampleOptions)).rejects.toThrow(UnreadableFileError);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ['no header', FIRST + LAST],
    ['a header without a day', HEADER.replace('Dec 10', 'today') + 'text '.repeat(3)],
    ['a day that no year has', HEADER.replace('Dec 10', 'Feb 30') + FIRST + LAST],
    ['prose below a header', HEADER + 'A paragraph.\n\n'.repeat(300)],
    ['one endless paragraph', HEADER + 'A line of it.\n'.repeat(20_000)],
  ])('says of a file with %s that it is no listing', async (_, content) => {
    await expect(read(content)).rejects.toThrow('is not a Daily Papers listing: ');
  });

  it('recognises a listing by its header alone', () => {
    expect(listingReader.recognises(sample.toString().slice(0, 64 * 1024))).toBe(true);
    expect(listingReader.recognises('Dec 10\n\nDaily Papers\n')).toBe(false);
    expect(listingReader.recognises('[{"paper": {}}]')).toBe(false);
  });
});
