import fc from 'fast-check';
import { mergeReports } from '../../../src/ingestion/merging/merge-reports';
import { combineReports, type StoredReport } from '../../../src/ingestion/merging/stored-report';
import { type PaperRecord, type RecordFormat } from '../../../src/ingestion/record';

const day = fc.constantFrom('2026-01-05', '2026-01-06', '2026-01-07');
const text = fc.constantFrom('a', 'b', 'cc');
const author = fc.record(
  { name: fc.constantFrom('Ada', 'ADA', 'Bo'), sourceAuthorId: text, orcid: text, affiliation: text },
  { requiredKeys: ['name'] },
);
const anyRecord: fc.Arbitrary<PaperRecord> = fc.record(
  {
    format: fc.constantFrom<RecordFormat>('listing', 'daily-papers-api', 'arxiv-lines', 'arxiv-atom'),
    title: text,
    reportedAt: day.map((date) => `${date}T00:00:00.000Z`),
    doi: text,
    abstract: text,
    publishedOn: day,
    listedOn: day,
    authorCount: fc.nat(3),
    authors: fc.array(author, { minLength: 1, maxLength: 3 }),
    categories: fc.array(text, { minLength: 1, maxLength: 2 }),
    keywords: fc.array(text, { minLength: 1, maxLength: 2 }),
    links: fc.array(
      fc.record({ kind: fc.constantFrom('CODE', 'PROJECT'), url: text.map((path) => `https://example.org/${path}`) }),
      { minLength: 1, maxLength: 2 },
    ),
    upvoteCount: fc.nat(3),
    commentCount: fc.nat(3),
    listing: fc.record(
      { editionDate: day, position: fc.nat(3), submittedAt: day, submittedByName: text },
      { requiredKeys: ['editionDate', 'position'] },
    ),
  },
  { requiredKeys: ['format', 'title'] },
);

/** Stores records one after the other, as an import does. */
function stored(records: PaperRecord[]): StoredReport[] {
  const reports = new Map<RecordFormat, StoredReport>();
  for (const record of records) {
    const former = reports.get(record.format);
    reports.set(record.format, former ? combineReports(former, record) : record);
  }
  return [...reports.values()];
}

function merged(...records: PaperRecord[]) {
  return mergeReports(stored(records));
}

const arxiv = (fields: Partial<PaperRecord> = {}): PaperRecord => ({ format: 'arxiv-lines', title: 'T', ...fields });
const api = (fields: Partial<PaperRecord> = {}): PaperRecord => ({ format: 'daily-papers-api', title: 'T', ...fields });
const listing = (fields: Partial<PaperRecord> = {}): PaperRecord => ({ format: 'listing', title: 'T', ...fields });
const at = (date: string) => ({ reportedAt: `${date}T00:00:00.000Z` });

describe('mergeReports', () => {
  it('makes the same paper of the same records, whatever their order and however often they come', () => {
    const shuffled = fc
      .array(anyRecord, { minLength: 1, maxLength: 6 })
      .chain((records) =>
        fc.tuple(
          fc.constant(records),
          fc.shuffledSubarray([...records, ...records], { minLength: records.length * 2 }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([records, inOtherOrder]) => {
        const byFormat = (one: StoredReport, other: StoredReport) => (one.format < other.format ? -1 : 1);
        expect(stored(inOtherOrder).sort(byFormat)).toEqual(stored(records).sort(byFormat));
        expect(merged(...inOtherOrder)).toEqual(merged(...records));
      }),
      { numRuns: 2_000 },
    );
  });

  it('comes out the same when what is stored is combined in another grouping', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, anyRecord, (a, b, c) => {
        const [one, two, three] = [a, b, c].map((record) => ({ ...record, format: 'listing' as const }));
        const left = combineReports(combineReports(one!, two!), three!);
        const right = combineReports(one!, combineReports(two!, three!));
        expect(left).toEqual(right);
        expect(combineReports(left, three!)).toEqual(left);
      }),
      { numRuns: 2_000 },
    );
  });

  it('believes arXiv, then the API, then the listing', () => {
    const paper = merged(
      listing({ title: 'L', abstract: 'l' }),
      api({ title: 'A', abstract: 'a' }),
      arxiv({ title: 'X' }),
    );
    expect(paper.metadata).toMatchObject({ title: 'X', abstract: 'a' });
  });

  it('takes the newest report of a format, and from an older one what that is silent about', () => {
    const newer = api({ ...at('2026-01-07'), title: 'New' });
    const older = api({ ...at('2026-01-05'), title: 'Old', keywords: ['k'], upvoteCount: 3 });
    expect(merged(newer, older)).toMatchObject({
      metadata: { title: 'New', keywords: ['k'] },
      counts: { upvotes: 3 },
    });
  });

  it('takes a count from the newest report of the source, also where that is the smaller one or another format', () => {
    expect(
      merged(
        api({ ...at('2026-01-05'), commentCount: 9, upvoteCount: 9 }),
        listing({ ...at('2026-01-06'), commentCount: 4 }),
      ).counts,
    ).toEqual({ comments: 4, upvotes: 9 });
  });

  it('takes the larger count where reports are of the same time', () => {
    expect(merged(api({ upvoteCount: 9 }), api({ upvoteCount: 10 })).counts.upvotes).toBe(10);
    expect(merged(listing({ commentCount: 9 }), api({ commentCount: 8 })).counts.comments).toBe(9);
  });

  it('dates a paper by its earliest listing until a source knows the first version', () => {
    const early = arxiv({ ...at('2026-01-05'), listedOn: '2026-01-05' });
    const late = arxiv({ ...at('2026-01-07'), listedOn: '2026-01-07' });
    expect(merged(late, early).metadata).toMatchObject({ publishedOn: '2026-01-05', publishedOnIsProvisional: true });
    expect(merged(early, api({ publishedOn: '2026-01-06' }), late).metadata).toMatchObject({
      publishedOn: '2026-01-06',
      publishedOnIsProvisional: false,
    });
  });

  it('gives the names of the best report the identifiers that another has for them', () => {
    const names = arxiv({ authors: [{ name: 'José Núñez' }, { name: 'Bo Li' }, { name: 'Bo Li' }] });
    const people = api({
      authors: [
        { name: 'Bo Li', sourceAuthorId: 'b' },
        { name: 'Jose Nunez', sourceAuthorId: 'j' },
      ],
    });
    expect(merged(names, people).metadata).toMatchObject({
      authorCount: 3,
      authors: [
        { name: 'José Núñez', sourceAuthorId: 'j', source: 'huggingface' },
        { name: 'Bo Li' },
        // The API names one Bo Li and does not say which.
        { name: 'Bo Li' },
      ],
    });
    expect(merged(names, people).metadata.authors[1]).toEqual({ name: 'Bo Li' });
  });

  it('counts authors by their names where they are known, else as a source counts them', () => {
    expect(merged(listing({ authorCount: 7 })).metadata.authorCount).toBe(7);
    expect(merged(listing({ authorCount: 7 }), api({ authors: [{ name: 'Ada' }] })).metadata.authorCount).toBe(1);
    expect(merged(listing()).metadata.authorCount).toBeNull();
  });

  it('puts a paper on its earliest edition, in the place that the newest report of that day tells', () => {
    const first = api({
      ...at('2026-01-05'),
      listing: { editionDate: '2026-01-05', position: 1, submittedByName: 'Ada' },
    });
    const again = listing({ ...at('2026-01-06'), listing: { editionDate: '2026-01-05', position: 2 } });
    const later = listing({ ...at('2026-01-07'), listing: { editionDate: '2026-01-07', position: 3 } });
    expect(merged(first, again, later).listing).toEqual({
      editionDate: '2026-01-05',
      position: 2,
      submittedByName: 'Ada',
    });
  });

  it('joins keywords and links, each once', () => {
    const link = (url: string) => ({ kind: 'CODE' as const, url });
    const paper = merged(
      api({ keywords: ['k', 'a'], links: [link('https://github.com/a/b')] }),
      arxiv({ keywords: ['x', 'a'], links: [link('https://github.com/A/b/'), link('https://github.com/c/d')] }),
    );
    expect(paper.metadata.keywords).toEqual(['x', 'a', 'k']);
    expect(paper.metadata.links.map(({ url }) => url)).toEqual(['https://github.com/A/b/', 'https://github.com/c/d']);
  });
});
