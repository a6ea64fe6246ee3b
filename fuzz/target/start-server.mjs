import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { built, projectRoot } from '../../bench/project.mjs';
import { SECRET_KEY } from './fill-database.mjs';

/**
 * The built server over a database, as it is deployed, in a process of its own. `onLine` is told each line of its log.
 * Where time is not looked at, it may take any: a slow machine is no failure then, and no refusal either.
 */
export async function startServer(databaseUrl, { onLine, isTimed }) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH, HOME, NODE_ENV: 'production', PORT: '0' },
      ...{ DATABASE_URL: databaseUrl, SAMPLE_DATA: 'off', SOURCES: 'off', LOG_LEVEL: 'debug', SLOW_OPERATION_MS: '1' },
      ...{ SECRET_KEY, WEBHOOK_WORKER: 'off', WEBHOOK_ALLOWED_HOSTS: 'localhost' },
      // Nobody sends as much as we do.
      ...raisedLimits(/_POINTS|_PER_HOUR$/),
      ...(isTimed ? {} : raisedLimits(/_MS$/)),
    },
  });
  createInterface({ input: child.stderr }).on('line', onLine);
  return {
    url: await addressOf(child),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    residentBytes: () => residentBytes(child.pid),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Limits whose variables are named so, as high as they may be. */
function raisedLimits(names) {
  const { LIMITS } = built('graphql/limits');
  const raised = Object.values(LIMITS).filter(({ variable }) => names.test(variable));
  return Object.fromEntries(raised.map(({ variable, most }) => [variable, String(most)]));
}

/** Where it says that it listens, once it is ready. */
async function addressOf(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /API +(http:\S+)\/graphql/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('The server ended before it was ready; run "npm run build" first, or see what it logged.');
}

/** How much memory a process holds; null where the system does not tell by a file. */
async function residentBytes(pid) {
  const status = await readFile(join('/proc', String(pid), 'status'), 'utf8').catch(() => '');
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}
