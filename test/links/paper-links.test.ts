import { nodeId } from '../../src/graphql/node';
import { setUserRole } from '../../src/users/user.service';
import { Fixtures, upTo } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';
import { arxivRecord, importAll } from '../ingestion/stored-state';

/** A paper that an import named CODE for, submitted by Sue, of which Ada is a verified author; Mo is a moderator. */
let server: TestServer;
let fixtures: Fixtures;
let paper: string;
const tokens: Record<string, string> = {};
const named = [{ kind: 'CODE' as const, url: 'https://github.com/a/b' }];

beforeEach(async () => {
  server = await startTestServer();
  fixtures = new Fixtures(server.database);
  for (const handle of ['ada', 'sue', 'mo', 'eve']) tokens[handle] = await server.signUp(handle, ['moderate']);
  await setUserRole(server.database, 'mo', 'MODERATOR');
  await importLinks(named);
  paper = nodeId('Paper', 1);
  await fixtures.claims([
    { paper: 1, user: 1, state: 'VERIFIED' },
    { paper: 1, user: 4 },
  ]);
  await fixtures.listings([{ paper: 1, date: '2026-01-02', submittedBy: 2 }]);
  await server.database.pool.query('truncate changes');
});
afterEach(() => server.close());

const importLinks = (links: { kind: 'CODE' | 'PROJECT'; url: string }[]) =>
  importAll(server.database, [
    arxivRecord('2601.00001', { reportedAt: new Date().toISOString(), authors: [{ name: 'Ada' }], links }),
  ]);

interface Payload {
  link?: { id: string; kind: string; url: string; addedBy: { handle: string } | null } | null;
  deletedId?: string | null;
  paper: { links: { url: string }[] } | null;
  userErrors: { code: string; message: string; path: string[] | null }[];
}
const ADD = `mutation ($input: AddPaperLinkInput!) {
  addPaperLink(input: $input) { link { id kind url addedBy { handle } } paper { links { url } } userErrors { code message path } }
}`;
const REMOVE = `mutation ($input: RemovePaperLinkInput!) {
  removePaperLink(input: $input) { deletedId paper { links { url } } userErrors { code message path } }
}`;
const add = (by: string, url: string, more: object = {}) =>
  server.ask<{ addPaperLink: Payload | null }>(ADD, { input: { paperId: paper, url, ...more } }, tokens[by]);
const remove = (by: string, linkId: string) =>
  server.ask<{ removePaperLink: Payload | null }>(REMOVE, { input: { linkId } }, tokens[by]);
const added = async (by: string, url: string) => (await add(by, url)).data?.addPaperLink?.link?.id ?? '';
const urls = async () => {
  const { rows } = await server.database.pool.query<{ url: string }>('select url from paper_links order by id');
  return rows.map(({ url }) => url);
};
const changes = async () =>
  (await server.database.pool.query<object>('select kind, actor_id, paper_id from changes')).rows;
const NO_EDITOR =
  'The links of a paper are for whoever submitted it to the edition that lists it, for its verified authors, and for moderators with the scope "moderate".';

describe('addPaperLink', () => {
  it('adds a link in its one spelling, with the kind that the address shows, and records it', async () => {
    const { data } = await add('ada', 'https://HuggingFace.co/a/b?utm_source=x#readme');
    expect(data?.addPaperLink).toEqual({
      link: {
        id: expect.any(String) as unknown,
        kind: 'MODEL',
        url: 'https://huggingface.co/a/b',
        addedBy: { handle: 'ada' },
      },
      paper: { links: [{ url: 'https://github.com/a/b' }, { url: 'https://huggingface.co/a/b' }] },
      userErrors: [],
    });
    expect(await changes()).toEqual([{ kind: 'PAPER_CHANGED', actor_id: 1, paper_id: 1 }]);
  });

  it('takes the kind that is given, and PROJECT where the address shows none', async () => {
    expect((await add('ada', 'https://example.org/video', { kind: 'VIDEO' })).data?.addPaperLink?.link?.kind).toBe(
      'VIDEO',
    );
    expect((await add('ada', 'https://a.github.io/b')).data?.addPaperLink?.link?.kind).toBe('PROJECT');
  });

  it('moves updatedAt, and only where something changed', async () => {
    const updatedAt = () => server.data<object>(`{ paper(id: "${paper}") { updatedAt } }`);
    const before = await updatedAt();
    await add('ada', 'https://github.com/a/b');
    expect(await updatedAt()).toEqual(before);
    await add('ada', 'https://example.org/');
    expect(await updatedAt()).not.toEqual(before);
  });

  it('gives the link back that is there, unchanged, also to two at once', async () => {
    const imported = await add('sue', 'https://github.com/a/b.git', { kind: 'PROJECT' });
    expect(imported.data?.addPaperLink?.link).toMatchObject({ kind: 'CODE', addedBy: null });
    const ids = await Promise.all(upTo(6).map((time) => added(time % 2 ? 'ada' : 'sue', 'https://example.org/')));
    expect(new Set(ids).size).toBe(1);
    expect(await urls()).toHaveLength(2);
    expect(await changes()).toHaveLength(1);
  });

  it.each(['https://github.com/c/d.git', 'https://github.com/c/d/'])('knows %s of a source again', async (url) => {
    await importLinks([{ kind: 'CODE', url }]);
    expect((await add('ada', 'https://github.com/c/d')).data?.addPaperLink?.link?.url).toBe(url);
    expect(await urls()).toEqual([url]);
  });

  it('shows the paper to who looks for code at once', async () => {
    const [other = 0] = await fixtures.papers([{}]);
    const query = '{ papers(filter: { hasCode: true }) { nodes { id } } }';
    const id = nodeId('Paper', other);
    await add('mo', 'https://gitlab.com/a/b', { paperId: id });
    expect(JSON.stringify(await server.data(query))).toContain(id);
  });

  it('keeps a paper at 20 links, also of those added at once', async () => {
    const answers = await Promise.all(upTo(21).map((number) => add('ada', `https://example.org/${number}`)));
    const refusals = answers.flatMap(({ data }) => data?.addPaperLink?.userErrors ?? []);
    expect(refusals.map(({ code }) => code)).toEqual(['LIMIT_REACHED', 'LIMIT_REACHED']);
    expect(await urls()).toHaveLength(20);
  });

  it.each([
    [
      { url: 'javascript:alert(1)' },
      'INVALID_VALUE',
      'url',
      /^"javascript:alert\(1\)" cannot be a link; it takes an http or/,
    ],
    [{ url: '' }, 'INVALID_VALUE', 'url', /"" cannot be a link/],
    [{ paperId: 'none' }, 'NOT_FOUND', 'paperId', /no paper with the id "none"/],
    [{ paperId: nodeId('Paper', 99) }, 'NOT_FOUND', 'paperId', /no paper/],
  ])('refuses %j', async (input, code, field, message) => {
    expect((await add('ada', 'https://example.org/', input)).data?.addPaperLink).toEqual({
      link: null,
      paper: null,
      userErrors: [{ code, message: expect.stringMatching(message) as unknown, path: ['input', field] }],
    });
  });
});

describe('removePaperLink', () => {
  it('removes a link, whoever added it, and records it', async () => {
    const id = await added('ada', 'https://example.org/');
    await server.database.pool.query('truncate changes');
    expect((await remove('sue', id)).data?.removePaperLink).toEqual({
      deletedId: id,
      paper: { links: [{ url: 'https://github.com/a/b' }] },
      userErrors: [],
    });
    expect(await changes()).toEqual([{ kind: 'PAPER_CHANGED', actor_id: 2, paper_id: 1 }]);
    expect((await remove('sue', id)).data?.removePaperLink?.userErrors[0]).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'linkId'],
    });
  });

  it('removes once of two at once', async () => {
    const id = await added('ada', 'https://example.org/');
    const answers = await Promise.all([remove('sue', id), remove('ada', id), remove('mo', id)]);
    const codes = answers.flatMap(({ data }) => data?.removePaperLink?.userErrors.map(({ code }) => code) ?? ['none']);
    expect(codes).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });
});

describe('the links of a paper', () => {
  const mayEdit = async (who?: string) =>
    (
      await server.data<{ paper: { viewerCanEditLinks: boolean } }>(
        `{ paper(id: "${paper}") { viewerCanEditLinks } }`,
        {},
        who && tokens[who],
      )
    ).paper.viewerCanEditLinks;

  it.each(['ada', 'sue', 'mo'])('may be changed by %s', async (who) => {
    expect(await mayEdit(who)).toBe(true);
    const id = await added(who, 'https://example.org/');
    expect((await remove(who, id)).data?.removePaperLink?.deletedId).toBe(id);
  });

  it('may be changed by nobody else, also not by who merely claims the paper', async () => {
    const id = await added('ada', 'https://example.org/');
    expect(await mayEdit('eve')).toBe(false);
    expect(await mayEdit()).toBe(false);
    for (const { errors } of [await add('eve', 'https://example.org/2'), await remove('eve', id)]) {
      expect(errors?.[0]).toMatchObject({ message: NO_EDITOR, extensions: { code: 'FORBIDDEN' } });
    }
    expect(await urls()).toHaveLength(2);
  });

  it('are out of reach for an author whose claim was rejected', async () => {
    await server.database.pool.query(
      `update authorship_claims set state = 'REJECTED', rejected_at = now(), rejected_reason = 'No.' where user_id = 1`,
    );
    expect(await mayEdit('ada')).toBe(false);
    expect((await add('ada', 'https://example.org/')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('that people added survive imports, and stay when the person leaves', async () => {
    await add('ada', 'https://example.org/');
    await server.data('mutation { deleteAccount(input: { handle: "ada" }) { userErrors { code } } }', {}, tokens.ada);
    await importLinks([{ kind: 'CODE', url: 'https://github.com/c/d' }]);
    expect(await urls()).toEqual(['https://example.org/', 'https://github.com/c/d']);
    const query = `{ paper(id: "${paper}") { links { addedBy { handle } } } }`;
    expect(await server.data(query)).toEqual({ paper: { links: [{ addedBy: null }, { addedBy: null }] } });
  });

  it('that a person removed stay away, though sources name them, until a person adds them again', async () => {
    await remove('ada', nodeId('PaperLink', 1));
    await importLinks([...named, { kind: 'PROJECT', url: 'https://example.org/' }]);
    expect(await urls()).toEqual(['https://example.org/']);
    await add('ada', 'https://github.com/a/b');
    expect(await urls()).toEqual(['https://example.org/', 'https://github.com/a/b']);
    await importLinks(named);
    expect(await urls()).toEqual(['https://github.com/a/b']);
    expect((await server.database.pool.query('select 1 from removed_paper_links')).rows).toEqual([]);
  });
});
