import { mergePapers } from '../../src/merging/merge-papers.service';
import { importAll } from '../ingestion/stored-state';
import { Fixtures } from '../support/fixtures';
import { expectCountsToHold } from '../support/invariants';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { ARXIV, importApart, PRINTED } from './two-papers';

let test: TestDatabase;
let fixtures: Fixtures;
let printed: number;
let arxiv: number;
let ada: number;
let eve: number;
beforeAll(async () => {
  test = await createTestDatabase();
  fixtures = new Fixtures(test.database);
});
afterAll(() => test.drop());
beforeEach(async () => {
  await fixtures.clear();
  [ada = 0, eve = 0] = await fixtures.users(['ada', 'eve']);
  // Ada Oak is a row of her own there, by her id at the source.
  [printed = 0, arxiv = 0] = await importApart(test.database, PRINTED, ARXIV);
});
afterEach(() => expectCountsToHold(test.database));

type Given = { paper: number; user: number; position?: number; state?: string }[];

/** Makes claims, one after the other, merges, and answers what is left: whose, on which name, how far. */
async function merged(claims: Given, [from, into] = [printed, arxiv]) {
  for (const claim of claims) await fixtures.claims([{ by: eve, ...claim }]);
  await test.database.pool.query('truncate changes');
  const { claims: moved } = await mergePapers(test.database, from, into);
  return { moved, claims: await claimsOn(into) };
}

async function claimsOn(paper: number) {
  const { rows } = await test.database.pool.query<object>(`
    select c.id, c.user_id as user, name_as_printed as name, position, state from authorship_claims c
    left join authorships a on a.paper_id = c.paper_id and a.author_id = c.author_id where c.paper_id = ${paper} order by c.id`);
  return rows;
}

const at = (id: number, user: number, state: string, position: number | null = 1) => {
  return { id, user, name: position && [, 'Ada Oak', 'Bo Elm'][position], position, state };
};

describe('a claim on a paper that becomes part of another', () => {
  it('is of the same person there, by row or by name', async () => {
    const claims = [
      { paper: printed, user: ada, position: 1, state: 'VERIFIED' },
      { paper: printed, user: eve, position: 2 },
      { paper: printed, user: eve, position: 1, state: 'REJECTED' },
    ];
    expect(await merged(claims)).toEqual({
      moved: 3,
      claims: [at(1, ada, 'VERIFIED'), at(2, eve, 'PENDING', 2), at(3, eve, 'REJECTED')],
    });
  });

  it('goes over to the row of who has the name at that position, where the one that it was on is not named', async () => {
    const claims = [{ paper: arxiv, user: ada, state: 'VERIFIED' }];
    expect((await merged(claims, [arxiv, printed])).claims).toEqual([at(1, ada, 'VERIFIED')]);
  });

  it('leads nowhere while nobody there has the name, and holds again once somebody has', async () => {
    const authors = [...PRINTED.authors!, { name: 'Zed Fir' }];
    const [other = 0] = await importApart(test.database, {
      ...PRINTED,
      title: 'Trees and firs',
      doi: undefined,
      authors,
    } as never);
    const claims = [{ paper: other, user: ada, position: 3, state: 'VERIFIED' }];
    expect((await merged(claims, [other, arxiv])).claims).toEqual([at(1, ada, 'VERIFIED', null)]);
    await importAll(test.database, [
      { ...ARXIV, reportedAt: '2026-02-01T00:00:00.000Z', authors: [{ name: 'Zed Fir' }] },
    ]);
    expect(await claimsOn(arxiv)).toEqual([{ ...at(1, ada, 'VERIFIED'), name: 'Zed Fir' }]);
  });

  it.each([
    ['PENDING', 'PENDING', 2],
    ['PENDING', 'VERIFIED', 2],
    ['VERIFIED', 'PENDING', 1],
    ['VERIFIED', 'VERIFIED', 2],
  ])('of one person that was %s and %s is one, the surer', async (state, other, kept) => {
    const claims = [
      { paper: printed, user: ada, position: 2, state },
      { paper: arxiv, user: ada, position: 2, state: other },
    ];
    const expected = [state, other].includes('VERIFIED') ? 'VERIFIED' : 'PENDING';
    expect((await merged(claims)).claims).toEqual([at(kept, ada, expected, 2)]);
  });

  it('waits again where somebody else is verified there, and the stream tells', async () => {
    const claims = [
      { paper: printed, user: eve, position: 2, state: 'VERIFIED' },
      { paper: arxiv, user: ada, position: 2, state: 'VERIFIED' },
    ];
    expect((await merged(claims)).claims).toEqual([at(1, eve, 'PENDING', 2), at(2, ada, 'VERIFIED', 2)]);
    const { rows } = await test.database.pool.query(`select subject_id from changes where kind like 'AUTHORSHIP%'`);
    expect(rows).toEqual([{ subject_id: `${printed}.2` }]);
  });
});
