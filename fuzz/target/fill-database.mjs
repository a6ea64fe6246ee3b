import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePapers } from '../../bench/generate.mjs';
import { writeArxivLines } from '../../bench/import/arxiv-lines.mjs';
import { built, projectRoot } from '../../bench/project.mjs';

const PAPERS = 200;
const SAMPLE = join(projectRoot, 'sample', 'daily-papers-2025-12-10.txt');
/** Enough that those who delete their accounts, or are suspended, leave others. */
const ROLES = [...Array(80).fill('MEMBER'), ...Array(25).fill('MODERATOR'), ...Array(15).fill('ADMIN')];
/** By which the server keeps the secrets of webhooks. */
export const SECRET_KEY = 'a key that is good for requests at random alone';
const SCOPES = [['admin'], ['admin'], ['read', 'vote'], ['read']];

/** Papers with authors, an edition, and people of all roles with tokens of all scopes; answers what requests may name of it. */
export async function fillDatabase(databaseUrl) {
  const { openDatabase } = built('db/open-database');
  const { entities } = built('slices');
  const { importFile } = built('ingestion/import-file');
  const opened = await openDatabase({ databaseUrl, dataDir: '', use: 'join', poolSize: 2, entities });
  try {
    await withArxivLines((path) => importFile(opened.database, path));
    await importFile(opened.database, SAMPLE);
    const people = [];
    for (const [index, role] of ROLES.entries())
      people.push(await makePerson(opened.database, `person-${index}`, role));
    return {
      people: people.map(({ tokens: [token] }) => ({ token })),
      handles: people.map(({ handle }) => handle),
      tokens: people.flatMap(({ tokens }) => tokens),
      arxivIds: Array.from(generatePapers(PAPERS), ({ arxivId }) => arxivId),
    };
  } finally {
    await opened.close();
  }
}

async function withArxivLines(work) {
  const folder = await mkdtemp(join(tmpdir(), 'daily-papers-fuzz-'));
  try {
    const path = join(folder, 'papers.jsonl');
    await writeArxivLines(path, PAPERS);
    await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makePerson(database, handle, role) {
  const { createUser } = built('users/user.service');
  const { createAccessToken } = built('access/access-token.service');
  const { rowId } = await createUser(database, { handle, role });
  await database.transaction((sql) => makeWebhook(sql, rowId));
  const tokens = [];
  for (const scopes of SCOPES) {
    const { secret } = await createAccessToken(database, { handle, name: 'fuzz', scopes, expiresAt: null });
    tokens.push(secret);
  }
  return { handle, tokens };
}

/** A webhook with deliveries, to which nothing is sent. */
async function makeWebhook(sql, userId) {
  const { SecretBox } = built('lib/secret-box');
  const service = built('webhooks/owning/make-webhook.service');
  const { queueTest } = built('webhooks/owning/extra-delivery.service');
  const wanted = { url: 'https://localhost/hooks', kinds: [], description: 'fuzz' };
  const settings = { secretBox: new SecretBox(SECRET_KEY), mostOfPerson: 10 };
  const { rowId } = await service.makeWebhook(sql, { userId }, wanted, settings);
  for (let count = 0; count < 3; count++) await queueTest(sql, { rowId });
}
