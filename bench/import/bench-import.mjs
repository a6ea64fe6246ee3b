import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tell } from '../project.mjs';
import { writeArxivLines } from './arxiv-lines.mjs';
import { copyBack } from './copy-back.mjs';

const DATABASE = 'dp_bench_import';
const execute = promisify(execFile);

/** Imports files of two lengths, each into an empty database, and copies the rows back that came of it. */
export async function benchImport(server, { quick }) {
  const folder = await mkdtemp(join(tmpdir(), 'daily-papers-lines-'));
  try {
    const results = [];
    for (const lines of quick ? [5_000, 20_000] : [20_000, 100_000]) results.push(await measure(server, folder, lines));
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(server, folder, lines) {
  tell(`Importing ${lines} arXiv lines.`);
  const file = join(folder, `2026-01-05-${lines}.jsonl`);
  await writeArxivLines(file, lines);
  await server.createDatabase(DATABASE);

  const { added, refused, seconds, peakMegabytes } = await importInProcess(server.urlOf(DATABASE), file);
  if (added !== lines)
    throw new Error(`Of ${lines} lines ${added} were added and ${refused} refused; all should be added.`);
  const copySeconds = await server.connected(DATABASE, (client) => copyBack(client, folder));
  return { lines, importSeconds: seconds, copySeconds, ratio: copySeconds / seconds, peakMegabytes };
}

async function importInProcess(databaseUrl, file) {
  const script = join(import.meta.dirname, 'import-process.mjs');
  const env = { ...process.env, NODE_ENV: 'production', DATABASE_URL: databaseUrl };
  const { stdout } = await execute(process.execPath, [script, file], { env });
  return JSON.parse(stdout);
}
