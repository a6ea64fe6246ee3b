import { nodeId } from '../../src/graphql/node';
import { mergePapers, rehearseMerge } from '../../src/merging/merge-papers.service';
import { importAll } from '../ingestion/stored-state';
import { Fixtures } from '../support/fixtures';
import { expectCountsToHold, expectNamesToBeFound } from '../support/invariants';
import { startTestServer, TestServer } from '../support/test-server';
import { ARXIV, importApart, LISTED, PRINTED } from './two-papers';

let server: TestServer;
let fixtures: Fixtures;
let users: number[];
beforeEach(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
  users = await fixtures.users(['ada', 'bo', 'cy']);
});
afterEach(async () => {
  await expectCountsToHold(server.database);
  await expectNamesToBeFound(server.database);
  await server.close();
});

const rowsOf = async (sql: string) => (await server.database.pool.query<Record<string, unknown>>(sql)).rows;

describe('mergePapers', () => {
  it('makes the metadata anew of the reports of both, and indexes it', async () => {
    const [listed = 0, arxiv = 0] = await importApart(server.database, LISTED, ARXIV);
    expect(await mergePapers(server.database, listed, arxiv)).toMatchObject({ reports: 1 });
    const query = `{ papers { totalCount nodes { id arxivId title abstract publishedOn importedUpvoteCount commentCount
      sources { name } submission { edition { date paperCount } } } }
      found: search(query: "on deep trees") { nodes { id } } gone: search(query: "how they grow") { nodes { id } } }`;
    const id = nodeId('Paper', arxiv);
    expect(await server.data(query)).toEqual({
      papers: {
        totalCount: 1,
        nodes: [
          {
            id,
            arxivId: '2601.00001',
            title: 'On deep trees',
            abstract: 'They grow.',
            publishedOn: '2026-01-05',
            importedUpvoteCount: 7,
            commentCount: 2,
            sources: [{ name: 'arxiv' }, { name: 'huggingface' }],
            submission: { edition: { date: '2026-01-06', paperCount: 1 } },
          },
        ],
      },
      found: { nodes: [{ id }] },
      gone: { nodes: [{ id }] },
    });
  });

  it('makes the same of two papers whichever becomes part of the other, and one report of two in one format', async () => {
    const later = { ...LISTED, title: 'Deep trees', reportedAt: '2026-01-09T00:00:00.000Z', upvoteCount: 9 };
    const state = () =>
      rowsOf(`select title, abstract, upvote_count, edition_date, record from papers p join paper_stats s on s.paper_id = p.id
        join paper_sources r on r.paper_id = p.id left join submissions l on l.paper_id = p.id`);
    const [one = 0, other = 0] = await importApart(server.database, LISTED, later);
    await mergePapers(server.database, one, other);
    const merged = await state();
    expect(merged).toMatchObject([{ title: 'Deep trees', upvote_count: 9, edition_date: '2026-01-06' }]);

    await fixtures.clear();
    const [third = 0, fourth = 0] = await importApart(server.database, LISTED, later);
    await mergePapers(server.database, fourth, third);
    expect(await state()).toEqual(merged);
  });

  it('is found by all that found either of them, so that no import makes two papers of it again', async () => {
    const [listed = 0, printed = 0, arxiv = 0] = await importApart(server.database, LISTED, PRINTED, ARXIV);
    await mergePapers(server.database, listed, printed);
    await mergePapers(server.database, printed, arxiv);
    for (const record of [LISTED, PRINTED, ARXIV]) {
      expect(await importAll(server.database, [record])).toMatchObject({ unchanged: 1 });
    }
    const moreSaid = { ...LISTED, reportedAt: '2026-01-10T00:00:00.000Z', upvoteCount: 20 };
    expect(await importAll(server.database, [moreSaid])).toMatchObject({ changed: 1 });
    const otherDay = { ...LISTED, publishedOn: '2020-02-02' };
    expect(await importAll(server.database, [otherDay])).toMatchObject({ added: 1 });
  });

  it('lets an import through that was refused before, and whose refusal names the command', async () => {
    const [printed = 0, arxiv = 0] = await importApart(server.database, PRINTED, ARXIV);
    const both = { ...ARXIV, doi: '10.1/trees', abstract: 'Both.' };
    const refused: string[] = [];
    const onRefused = ({ reason }: { reason: string }) => void refused.push(reason);
    expect(await importAll(server.database, [both], { onRefused })).toMatchObject({ refused: 1 });
    expect(refused).toEqual([
      'The arXiv id "2601.00001" is that of "On deep trees" (arXiv 2601.00001) and the DOI "10.1/trees" that of "Deep Trees" (DOI 10.1/trees); a record of one paper is expected. Where the two are one work, "daily-papers papers merge" makes one paper of them.',
    ]);
    await mergePapers(server.database, printed, arxiv);
    expect(await importAll(server.database, [both])).toMatchObject({ changed: 1, refused: 0 });
    expect(await rowsOf('select arxiv_id, doi, abstract from papers')).toEqual([
      { arxiv_id: '2601.00001', doi: '10.1/trees', abstract: 'Both.' },
    ]);
  });

  it('counts a person once, by the earlier vote', async () => {
    const [printed = 0, arxiv = 0] = await importApart(server.database, PRINTED, ARXIV);
    const [ada = 0, bo = 0, cy = 0] = users;
    const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
    await fixtures.upvotes([
      { paper: printed, user: ada, votedAt: at(6) },
      { paper: arxiv, user: ada, votedAt: at(7) },
      { paper: printed, user: bo, votedAt: at(7) },
      { paper: arxiv, user: bo, votedAt: at(6) },
      { paper: printed, user: cy, votedAt: at(8) },
    ]);
    expect(await mergePapers(server.database, printed, arxiv)).toMatchObject({ upvotes: 1, doubleUpvotes: 2 });
    const votes = await rowsOf('select paper_id, user_id, voted_at from upvotes order by user_id');
    expect(votes).toEqual(
      [at(6), at(6), at(8)].map((day, index) => ({ paper_id: arxiv, user_id: users[index], voted_at: new Date(day) })),
    );
    expect(await rowsOf('select upvote_count from users order by id')).toEqual(users.map(() => ({ upvote_count: 1 })));
    expect(await rowsOf('select upvote_count from paper_stats')).toEqual([{ upvote_count: 3 }]);
  });

  it('keeps both threads whole, in the order in which they were begun', async () => {
    const [listed = 0, arxiv = 0] = await importApart(server.database, LISTED, ARXIV);
    const [ada = 0] = users;
    const said = (paper: number, day: number, more: object = {}) => ({
      paper,
      author: ada,
      body: `${day}`,
      createdAt: `2026-02-0${day}T00:00:00.000Z`,
      ...more,
    });
    const [first = 0, , third = 0] = await fixtures.comments([
      said(arxiv, 1),
      said(listed, 2),
      said(listed, 3),
      said(arxiv, 4),
    ]);
    const [reply = 0] = await fixtures.comments([
      said(listed, 5, { parent: third, depth: 1 }),
      said(arxiv, 6, { parent: first, depth: 1 }),
      said(arxiv, 7, { state: 'HIDDEN', hiddenReason: 'Rude.' }),
    ]);
    await fixtures.comments([said(listed, 8, { parent: reply, depth: 2 })]);
    expect(await mergePapers(server.database, listed, arxiv)).toMatchObject({ comments: 4 });

    const thread = (direction: string) =>
      server.data<{ paper: { comments: { nodes: { body: string | null }[] }; commentCount: number } }>(
        `{ paper(arxivId: "2601.00001") { commentCount comments(orderBy: { field: CREATED_AT, direction: ${direction} }) { nodes { body } } } }`,
      );
    const { paper } = await thread('ASC');
    expect(paper.comments.nodes.map(({ body }) => body)).toEqual(['1', '6', '2', '3', '5', '8', '4', null]);
    expect(paper.commentCount).toBe(2 + 7);
    const newest = (await thread('DESC')).paper.comments.nodes.map(({ body }) => body);
    expect(newest).toEqual([null, '4', '3', '5', '8', '2', '1', '6']);

    const token = await server.signUp('di', ['write']);
    const add = `mutation ($input: AddCommentInput!) { addComment(input: $input) { userErrors { message } comment { body } } }`;
    const input = { paperId: nodeId('Paper', arxiv), parentId: nodeId('Comment', third), body: 'And after.' };
    expect(await server.data(add, { input }, token)).toMatchObject({ addComment: { userErrors: [] } });
    await server.data(add, { input: { ...input, parentId: null } }, token);
  });

  it('keeps the links that people added, and keeps away those that they removed', async () => {
    const link = (name: string) => `https://example.org/${name}`;
    const links = (...names: string[]) => names.map((name) => ({ kind: 'PROJECT' as const, url: link(name) }));
    const [printed = 0, arxiv = 0] = await importApart(
      server.database,
      { ...PRINTED, links: links('both', 'removed-there', 'added-there', 'from-source') },
      { ...ARXIV, links: links('both', 'removed-here', 'into-source') },
    );
    await server.database.pool.query(`
      delete from paper_links where (paper_id, url) in ((${printed}, '${link('removed-here')}'), (${arxiv}, '${link('removed-there')}'));
      insert into removed_paper_links (paper_id, url) values
        (${printed}, '${link('removed-here')}'), (${arxiv}, '${link('removed-there')}'), (${printed}, '${link('added-here')}')`);
    await fixtures.links([
      { paper: arxiv, url: link('added-there'), addedBy: users[0]! },
      { paper: arxiv, url: link('added-here'), addedBy: users[0]! },
      { paper: printed, url: link('by-bo'), addedBy: users[1]! },
    ]);
    await mergePapers(server.database, printed, arxiv);
    const now = () => rowsOf(`select substr(url, 21) as name, added_by from paper_links order by 1`);
    const merged = [
      { name: 'added-here', added_by: users[0] },
      { name: 'added-there', added_by: users[0] },
      { name: 'both', added_by: null },
      { name: 'by-bo', added_by: users[1] },
      { name: 'from-source', added_by: null },
      { name: 'into-source', added_by: null },
    ];
    expect(await now()).toEqual(merged);
    await importAll(server.database, [
      { ...PRINTED, reportedAt: '2026-01-20T00:00:00.000Z', links: links('both', 'removed-here', 'from-source') },
    ]);
    expect(await now()).toEqual(merged);
  });

  it('lets the slug of the paper that is gone lead to the other, through two merges, and gives it to no other', async () => {
    const [listed = 0, printed = 0, arxiv = 0] = await importApart(server.database, LISTED, PRINTED, ARXIV);
    await mergePapers(server.database, listed, printed);
    await mergePapers(server.database, printed, arxiv);
    const query = `{ paper(slug: "deep-trees-how-they-grow") { slug } gone: node(id: "${nodeId('Paper', listed)}") { id }
      search(query: "https://papers.example/papers/deep-trees") { nodes { slug } } }`;
    expect(await server.data(query)).toEqual({
      paper: { slug: 'on-deep-trees' },
      gone: null,
      search: { nodes: [{ slug: 'on-deep-trees' }] },
    });
    const page = await fetch(`${server.url}/papers/deep-trees`, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([302, 'https://arxiv.org/abs/2601.00001']);

    const namesake = { ...ARXIV, arxivId: '2601.00002', sourceId: '2601.00002', title: 'Deep Trees!' };
    const [other = 0] = await importApart(server.database, namesake);
    expect(await rowsOf(`select slug from papers where id = ${other}`)).toEqual([{ slug: 'deep-trees-2' }]);
  });

  it('tells the stream what became of which paper', async () => {
    const [listed = 0, arxiv = 0] = await importApart(server.database, LISTED, ARXIV);
    await server.database.pool.query('truncate changes');
    await mergePapers(server.database, listed, arxiv);
    const about = (kind: string, paper: number, more: object = {}) => {
      return { kind, subject: `Paper ${paper}`, paper_id: paper, edition_date: null, merged_into: null, ...more };
    };
    expect(
      await rowsOf(
        `select kind, subject_type || ' ' || subject_id as subject, paper_id, edition_date, merged_into from changes order by id`,
      ),
    ).toEqual([
      about('PAPER_MERGED', listed, { merged_into: String(arxiv) }),
      about('PAPER_LISTED', arxiv, { edition_date: '2026-01-06' }),
      about('PAPER_CHANGED', arxiv),
    ]);
  });

  it('refuses papers with differing ids of one kind, and one paper with itself', async () => {
    const other = { ...ARXIV, arxivId: '2601.00002', sourceId: '2601.00002', title: 'Other trees' };
    const [arxiv = 0, second = 0, printed = 0, reprinted = 0] = await importApart(
      server.database,
      ARXIV,
      other,
      PRINTED,
      { ...PRINTED, doi: '10.1/woods', title: 'Woods' },
    );
    const refusal = (from: number, into: number) => mergePapers(server.database, from, into);
    await expect(refusal(arxiv, second)).rejects.toThrow(
      '2601.00001 and 2601.00002 are ids of two works; papers of one work are expected.',
    );
    await expect(refusal(printed, reprinted)).rejects.toThrow('10.1/trees and 10.1/woods are ids of two works');
    await expect(refusal(arxiv, arxiv)).rejects.toThrow('Both name the same paper; two papers are expected.');
    await expect(refusal(arxiv, 999)).rejects.toThrow('One of the two papers is not there any more');
    expect(await rowsOf('select count(*) from papers')).toEqual([{ count: 4 }]);
  });

  it('leaves nothing when it is rehearsed, and says the same', async () => {
    const [listed = 0, arxiv = 0] = await importApart(server.database, LISTED, ARXIV);
    await fixtures.upvotes([{ paper: listed, user: users[0]! }]);
    const before = await rowsOf('select id, title, updated_at from papers order by id');
    const rehearsed = await rehearseMerge(server.database, listed, arxiv);
    expect(await rowsOf('select id, title, updated_at from papers order by id')).toEqual(before);
    expect(await mergePapers(server.database, listed, arxiv)).toEqual(rehearsed);
  });

  it('knows every table whose rows are of a paper', async () => {
    const tables = await rowsOf(
      `select conrelid::regclass::text as name from pg_constraint
       where confrelid in ('papers'::regclass, 'paper_stats'::regclass) order by 1`,
    );
    // A new one: decide what becomes of its rows in src/merging, in a test above, and then here.
    expect(tables.map(({ name }) => name)).toEqual([
      'authorship_claims',
      'authorships',
      'comments',
      'former_slugs',
      'former_titles',
      'paper_embeddings',
      'paper_links',
      'paper_sources',
      'paper_stats',
      'paper_terms',
      'paper_tokens',
      'removed_paper_links',
      'submissions',
      'upvotes',
    ]);
  });
});
