import { execFileSync } from 'node:child_process';
import { openBenchServer } from './bench-server.mjs';
import { attacksReport } from './attacks/attacks-report.mjs';
import { benchAttacks } from './attacks/bench-attacks.mjs';
import { askedOptions, closeAtSignal } from './command-line.mjs';
import { benchImport } from './import/bench-import.mjs';
import { importReport } from './import/import-report.mjs';
import { benchList } from './list/bench-list.mjs';
import { listReport } from './list/list-report.mjs';
import { benchLive } from './live/bench-live.mjs';
import { liveReport } from './live/live-report.mjs';
import { benchMigrations } from './migrations/bench-migrations.mjs';
import { migrationsReport } from './migrations/migrations-report.mjs';
import { HELP, readOptions } from './options.mjs';
import { projectRoot } from './project.mjs';
import { benchSearch, searchReport } from './search/bench-search.mjs';
import { benchThreads } from './threads/bench-threads.mjs';
import { threadsReport } from './threads/threads-report.mjs';
import { benchVotes } from './votes/bench-votes.mjs';
import { votesReport } from './votes/votes-report.mjs';

const sections = {
  list: { measure: benchList, report: listReport },
  import: { measure: benchImport, report: importReport },
  votes: { measure: benchVotes, report: votesReport },
  threads: { measure: benchThreads, report: threadsReport },
  search: { measure: benchSearch, report: searchReport },
  attacks: { measure: benchAttacks, report: attacksReport },
  migrations: { measure: benchMigrations, report: migrationsReport },
  live: { measure: benchLive, report: liveReport },
};

const options = askedOptions(readOptions, HELP);
if (options.help) process.stdout.write(HELP);
else await run();

async function run() {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
  const server = await openBenchServer();
  closeAtSignal(server);
  try {
    const results = {};
    for (const name of options.sections) {
      results[name] = await sections[name].measure(server, options);
      if (!options.json) process.stdout.write(`\n${sections[name].report(results[name], options)}\n`);
    }
    if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await server.close();
  }
}
