import { applyRecords } from '../../../src/ingestion/matching/apply-records';
import { type PaperRecord } from '../../../src/ingestion/record';
import { titleKey } from '../../../src/lib/title-key';

/** Applies records to an empty database: how each went, and how many papers there are then. */
function apply(...records: Partial<PaperRecord>[]) {
  const keyed = records.map((fields, at) => {
    const record: PaperRecord = { format: 'listing', title: 'Trees', ...fields };
    return { where: `record ${at}`, record, titleKey: titleKey(record.title) };
  });
  const { counts, refusals, papers } = applyRecords([], keyed);
  return { counts, papers: papers.length, refusals: refusals.map(({ where, reason }) => `${where}: ${reason}`) };
}

const arxiv = (arxivId: string, fields: Partial<PaperRecord> = {}): Partial<PaperRecord> => ({
  format: 'arxiv-lines',
  arxivId,
  ...fields,
});

describe('matchPaper', () => {
  it('goes by the arXiv id first, whatever the title', () => {
    expect(apply(arxiv('2601.1'), arxiv('2601.1', { title: 'Forests' }), arxiv('2601.2')).papers).toBe(2);
  });

  it('goes by the DOI where no arXiv id is known', () => {
    expect(apply({ doi: '10.1/a' }, { doi: '10.1/a', title: 'Forests' }, { doi: '10.1/b' }).papers).toBe(2);
    expect(apply({ doi: '10.1/a' }, arxiv('2601.1', { doi: '10.1/a', title: 'Forests' })).papers).toBe(1);
  });

  it('goes by the title where ids and dates do not differ', () => {
    expect(apply({}, arxiv('2601.1', { title: 'TREES!' })).papers).toBe(1);
    expect(apply({ doi: '10.1/a' }, arxiv('2601.1')).papers).toBe(1);
    expect(apply({ publishedOn: '2026-01-05' }, { publishedOn: '2026-01-05' }).papers).toBe(1);
    expect(apply({ publishedOn: '2026-01-05' }, {}).papers).toBe(1);
    expect(apply({ publishedOn: '2026-01-05' }, { publishedOn: '2026-01-06' }).papers).toBe(2);
  });

  it('takes the day of a listing for no date', () => {
    expect(apply(arxiv('2601.1', { listedOn: '2026-01-09' }), { publishedOn: '2026-01-05' }).papers).toBe(1);
  });

  it('refuses a title that fits two papers, and names both', () => {
    const { refusals, papers } = apply(arxiv('2601.1'), arxiv('2601.2'), {});
    expect(papers).toBe(2);
    expect(refusals).toEqual([
      'record 2: The title "Trees" fits both "Trees" (arXiv 2601.1) and "Trees" (arXiv 2601.2); an id that tells them apart is expected.',
    ]);
  });

  it('refuses ids of two papers, and names both', () => {
    const { refusals, counts } = apply(
      arxiv('2601.1'),
      { doi: '10.1/a', title: 'Forests' },
      arxiv('2601.1', { doi: '10.1/a', abstract: 'New.' }),
    );
    expect(counts).toEqual({ added: 2, changed: 0, unchanged: 0, refused: 1 });
    expect(refusals).toEqual([
      'record 2: The arXiv id "2601.1" is that of "Trees" (arXiv 2601.1) and the DOI "10.1/a" that of "Forests" (DOI 10.1/a); a record of one paper is expected. Where the two are one work, "daily-papers papers merge" makes one paper of them.',
    ]);
  });

  it('refuses a DOI whose paper has another arXiv id', () => {
    const { refusals } = apply(arxiv('2601.1', { doi: '10.1/a' }), arxiv('2601.2', { doi: '10.1/a' }));
    expect(refusals).toEqual([
      'record 1: The DOI "10.1/a" is that of "Trees" (arXiv 2601.1), whose arXiv id is not "2601.2"; a record of one paper is expected.',
    ]);
  });

  it('refuses a record that would leave its paper with the DOI of another one', () => {
    const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
    const { refusals } = apply(
      arxiv('2601.1', { doi: '10.1/a', reportedAt: at(2) }),
      arxiv('2601.1', { doi: '10.1/b', reportedAt: at(1) }),
      { doi: '10.1/b', title: 'Forests' },
      arxiv('2601.1', { doi: '10.1/b', reportedAt: at(3) }),
    );
    expect(refusals).toEqual([expect.stringContaining('record 3: ')]);
  });
});
