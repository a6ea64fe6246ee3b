import type { Database } from '../../src/db/database';
import type { PaperRecord } from '../../src/ingestion/record';
import { arxivRecord, importAll } from '../ingestion/stored-state';

const REPORTED = '2026-01-08T00:00:00.000Z';

/** The same work as a listing prints it, without an id in common, under another title and another day. */
export const LISTED: PaperRecord = {
  format: 'listing',
  title: 'Deep trees: how they grow',
  reportedAt: REPORTED,
  abstract: 'They grow.',
  publishedOn: '2026-01-04',
  authorCount: 2,
  upvoteCount: 7,
  commentCount: 2,
  listing: { editionDate: '2026-01-06', position: 3 },
};

/** As a second source has it. */
export const PRINTED: PaperRecord = {
  format: 'daily-papers-api',
  title: 'Deep Trees',
  reportedAt: REPORTED,
  doi: '10.1/trees',
  authors: [{ name: 'Ada Oak', sourceAuthorId: 'a1' }, { name: 'Bo Elm' }],
  keywords: ['trees'],
  links: [{ kind: 'CODE', url: 'https://github.com/oak/trees' }],
};

export const ARXIV = arxivRecord('2601.00001', {
  title: 'On deep trees',
  reportedAt: REPORTED,
  publishedOn: '2026-01-05',
  authors: [{ name: 'Ada Oak' }, { name: 'Bo Elm' }],
  categories: ['cs.LG'],
});

/** Imports records of differing papers; answers their keys. */
export async function importApart(database: Database, ...records: PaperRecord[]): Promise<number[]> {
  const ids: number[] = [];
  for (const record of records) {
    expect(await importAll(database, [record])).toMatchObject({ added: 1 });
    const { rows } = await database.pool.query<{ id: number }>('select max(id)::integer as id from papers');
    ids.push(rows[0]?.id ?? 0);
  }
  return ids;
}
