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
  await createUser(database, { handle, role });
  const tokens = [];
  for (const scopes of SCOPES) {
    const { secret } = await createAccessToken(database, { handle, name: 'fuzz', scopes, expiresAt: null });
    tokens.push(secret);
  }
  return { handle, tokens };
}
