import { claimAuthorship } from '../../src/claims/claim-authorship.service';
import { nodeId } from '../../src/graphql/node';
import type { RecordAuthor } from '../../src/ingestion/record';
import { Fixtures } from '../support/fixtures';
import { untilWaiting } from '../support/lock-waiters';
import { startTestServer, TestServer } from '../support/test-server';
import { arxivRecord, importAll } from '../ingestion/stored-state';

let server: TestServer;
let ada: number;
beforeEach(async () => {
  server = await startTestServer();
  [ada = 0] = await new Fixtures(server.database).users(['ada']);
});
afterEach(() => server.close());

const importAuthors = (...authors: RecordAuthor[]) =>
  importAll(server.database, [arxivRecord('2601.00001', { reportedAt: new Date().toISOString(), authors })]);

/** Lets Ada be verified as the author at a position of the one paper. */
async function verifyAda(position: number): Promise<void> {
  const [paper = 0] = (await server.database.pool.query<{ id: number }>('select id from papers')).rows.map(
    ({ id }) => id,
  );
  await new Fixtures(server.database).claims([{ paper, user: ada, position, state: 'VERIFIED' }]);
}

interface Verified {
  user: {
    verifiedAuthorships: { nodes: { position: number; nameAsPrinted: string; author: { orcid: string | null } }[] };
  };
}
async function verified() {
  const query = `{ user(handle: "ada") { verifiedAuthorships { totalCount nodes { position nameAsPrinted author { orcid } } } } }`;
  return (await server.data<Verified>(query)).user.verifiedAuthorships;
}
const at = (position: number, orcid: string | null = null) => ({
  totalCount: 1,
  nodes: [{ position, nameAsPrinted: 'Ada', author: { orcid } }],
});

describe('a claim', () => {
  beforeEach(async () => {
    await importAuthors({ name: 'Ada' }, { name: 'Bo' });
    await verifyAda(1);
    expect(await verified()).toEqual(at(1));
  });

  it('stays where the author does, whatever else an import learns', async () => {
    await importAuthors({ name: 'Ada', affiliation: 'Somewhere' }, { name: 'Bo' });
    expect(await verified()).toEqual(at(1));
  });

  it('goes along where authors change places', async () => {
    await importAuthors({ name: 'Bo' }, { name: 'Cy' }, { name: 'Ada' });
    expect(await verified()).toEqual(at(3));
  });

  it('goes over to the author row that has the identifier, once one is known', async () => {
    const orcid = '0000-0002-1825-0097';
    await importAuthors({ name: 'Ada', orcid }, { name: 'Bo' });
    expect(await verified()).toEqual(at(1, orcid));
  });

  it('is without effect while the paper does not name the author, and holds again when it does', async () => {
    const claim = `{ node(id: "${nodeId('AuthorshipClaim', 1)}") { ... on AuthorshipClaim { state authorship { id } } } }`;
    await importAuthors({ name: 'Bo' });
    expect(await verified()).toEqual({ totalCount: 0, nodes: [] });
    expect(await server.data(claim)).toEqual({ node: { state: 'VERIFIED', authorship: null } });
    await importAuthors({ name: 'Bo' }, { name: 'Ada' });
    expect(await verified()).toEqual(at(2));
  });
});

it('a claim that is made while an import writes the authors anew goes along too', async () => {
  const orcid = '0000-0002-1825-0097';
  await importAuthors({ name: 'Ada' });
  const claiming = await server.database.pool.connect();
  await claiming.query('begin');
  await claimAuthorship(claiming, ada, { authorshipId: nodeId('Authorship', '1.1'), evidence: 'Mine.' });
  const importing = importAuthors({ name: 'Ada', orcid });
  await untilWaiting(server.database.pool);
  await claiming.query('commit');
  claiming.release();
  await importing;
  const { rows } = await server.database.pool.query(
    'select orcid from authorship_claims c join authors on authors.id = c.author_id',
  );
  expect(rows).toEqual([{ orcid }]);
});
