import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile } from '../../src/ingestion/import-file';
import type { Refusal } from '../../src/ingestion/matching/apply-records';
import { foldText } from '../../src/lib/fold-text';
import { HOSTILE_TEXTS, UNSTORABLE_TEXTS } from '../support/hostile-texts';
import { startTestServer, TestServer } from '../support/test-server';

interface Paper {
  title: string;
  abstract: string;
  authors: { edges: { nameAsPrinted: string }[] };
}

const arxivId = (at: number) => `2606.${String(at + 1).padStart(5, '0')}`;
const texts = Object.entries(HOSTILE_TEXTS).map(([what, text], at) => ({ what, text, at }));

/** An element of what the API of Daily Papers answers, with a text in each place of a paper. */
const element = (text: string, at: number) => ({
  paper: {
    id: arxivId(at),
    title: `Title ${at} ${text}`,
    summary: text,
    authors: [{ name: `Name ${at} ${text}` }],
    publishedAt: '2026-06-11T00:00:00.000Z',
    ai_keywords: [text],
  },
});

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = mkdtempSync(join(tmpdir(), 'hostile-texts-'));
  await importElements(texts.map(({ text, at }) => element(text, at)));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

async function importElements(elements: object[]): Promise<Refusal[]> {
  const path = join(folder, 'answer.json');
  writeFileSync(path, JSON.stringify(elements));
  const refusals: Refusal[] = [];
  await importFile(server.database, path, { onRefused: (refusal) => refusals.push(refusal) });
  return refusals;
}

describe('a paper that is imported', () => {
  it.each(texts)('says $what as it came', async ({ text, at }) => {
    const { papersByArxivId: papers } = await server.data<{ papersByArxivId: Paper[] }>(
      `query ($ids: [String!]!) {
        papersByArxivId(arxivIds: $ids) { title abstract authors { edges { nameAsPrinted } } }
      }`,
      { ids: [arxivId(at)] },
    );
    expect(papers).toEqual([
      {
        title: foldText(`Title ${at} ${text}`),
        abstract: text,
        authors: { edges: [{ nameAsPrinted: foldText(`Name ${at} ${text}`) }] },
      },
    ]);
  });

  it.each(Object.entries(UNSTORABLE_TEXTS))('is refused in a sentence where it holds %s', async (_, text) => {
    const [refusal, ...others] = await importElements([element(text, texts.length)]);
    expect(others).toEqual([]);
    expect(refusal?.reason).toMatch(/holds a NUL character or half of a surrogate pair, which cannot be stored\.$/);
  });

  it.each(texts)('is found by its title, with $what in it', async ({ text, at }) => {
    const { search } = await server.data<{ search: { nodes: { arxivId: string }[] } }>(
      'query ($query: String!) { search(query: $query, first: 1) { nodes { arxivId } edges { highlights { field fragments { spans { text } } } } } }',
      { query: `Title ${at} ${text}` },
    );
    expect(search.nodes).toMatchObject([{ arxivId: arxivId(at) }]);
  });
});
