import { execFileSync } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedOptions, closeAtSignal } from '../bench/command-line.mjs';
import { projectRoot, tell } from '../bench/project.mjs';
import { HELP, readOptions } from './options.mjs';
import { report } from './report.mjs';
import { torturer } from './torture.mjs';
import { openTown } from './town/town.mjs';

const options = askedOptions(readOptions, HELP);
if (options.help) process.stdout.write(HELP);
else await run();

async function run() {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
  const town = await openTown();
  closeAtSignal(town);
  try {
    const results = [];
    const runPart = torturer(town, { ...options, tell });
    for (const part of options.parts) {
      tell(`${part}: begins`);
      results.push(await runPart(part));
    }
    process.stdout.write(options.json ? `${JSON.stringify(results, null, 2)}\n` : `\n${report(results)}`);
    if (results.some(({ breaches }) => breaches.length > 0)) await keepLog(town);
  } finally {
    await town.close();
  }
}

async function keepLog({ logFile }) {
  process.exitCode = 1;
  const kept = join(tmpdir(), `torture-${Date.now()}.log`);
  await copyFile(logFile, kept);
  tell(`The log of the API is kept in ${kept}.`);
}
