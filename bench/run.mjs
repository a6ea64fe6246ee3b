import { execFileSync } from 'node:child_process';
import { openBenchServer } from './bench-server.mjs';
import { benchImport } from './import/bench-import.mjs';
import { importReport } from './import/import-report.mjs';
import { benchList } from './list/bench-list.mjs';
import { listReport } from './list/list-report.mjs';
import { HELP, readOptions } from './options.mjs';
import { projectRoot } from './project.mjs';
import { benchThreads } from './threads/bench-threads.mjs';
import { threadsReport } from './threads/threads-report.mjs';
import { benchVotes } from './votes/bench-votes.mjs';
import { votesReport } from './votes/votes-report.mjs';

const sections = {
  list: { measure: benchList, report: listReport },
  import: { measure: benchImport, report: importReport },
  votes: { measure: benchVotes, report: votesReport },
  threads: { measure: benchThreads, report: threadsReport },
};

const options = readAsked();
if (options.help) process.stdout.write(HELP);
else await run();

function readAsked() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${HELP}`);
    return process.exit(2);
  }
}

async function run() {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
  const server = await openBenchServer();
  const leave = () => void server.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, leave);
  try {
    const results = {};
    for (const name of options.sections) {
      results[name] = await sections[name].measure(server, options);
      if (!options.json) process.stdout.write(`\n${sections[name].report(results[name])}\n`);
    }
    if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await server.close();
  }
}
