import { type Database } from '../../src/db/database';
import { suggest } from '../../src/suggestions/suggest';
import { arxivRecord, importAll } from '../ingestion/stored-state';
import { createTestDatabase } from '../support/test-database';

/** More than are looked at in the order of the alphabet. */
const CROWD = 400;

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ database, drop } = await createTestDatabase());
  const records = Array.from({ length: CROWD }, (_, at) => {
    const number = String(at).padStart(4, '0');
    return arxivRecord(`2501.0${number}`, {
      format: 'daily-papers-api',
      title: `Crowd ${number} common kind${spelled(at)}`,
      upvoteCount: at === CROWD - 1 ? 100 : at % 7,
      authors: [{ name: `Crowley ${spelled(at)}` }],
    });
  });
  await importAll(database, records);
});
afterAll(() => drop());

/** Letters in place of digits: spellings are of letters. */
const spelled = (number: number) =>
  Array.from(String(number).padStart(4, '0'), (digit) => 'abcdefghij'[Number(digit)]).join('');
const textsOf = async (prefix: string) => (await suggest(database.pool, prefix, 10)).map(({ text }) => text);

describe('where more fits than is looked at', () => {
  it('suggests the most upvoted papers, wherever in the alphabet they stand', async () => {
    expect((await textsOf('crowd'))[0]).toBe('Crowd 0399 common kindadjj');
    expect((await textsOf('c'))[0]).toBe('Crowd 0399 common kindadjj');
  });

  it('suggests papers by a word that begins as more do than are looked at', async () => {
    expect((await textsOf('common kind')).length).toBe(10);
    expect(await textsOf('common kindadjj')).toEqual(['Crowd 0399 common kindadjj']);
    expect(await textsOf('common kindadj')).toHaveLength(10);
  });

  it('fills the list with authors too', async () => {
    const kinds = (await suggest(database.pool, 'crow', 10)).map(({ kind }) => kind);
    expect(kinds).toEqual(Array.from({ length: 10 }, (_, at) => (at % 2 ? 'AUTHOR' : 'PAPER')));
  });
});
