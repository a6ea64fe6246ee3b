import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../free-port.mjs';
import { projectRoot } from '../project.mjs';

const POOL = 8;
const PATIENCE_MS = 30_000;
const POLL_MS = 50;

/** Rates are counted as ever; a load is more than anybody else may ask. */
const LARGE_BUCKETS = {
  ADDRESS_POINTS: '1000000000',
  ADDRESS_POINTS_PER_SECOND: '1000000000',
  USER_POINTS: '1000000000',
  USER_POINTS_PER_SECOND: '1000000000',
  VOTES_PER_HOUR: '1000000',
};

/** The API over a database, as it is deployed but for some variables, in a process of its own. */
export async function startApi(databaseUrl, variables = {}) {
  const counter = join(import.meta.dirname, 'count-statements.mjs');
  const child = await startChild('dist/src/main.js', databaseUrl, ['--import', counter], variables);
  return {
    ...child,
    url: `${child.origin}/graphql`,
    async statementCount() {
      child.process.send('count');
      return (await once(child.process, 'message'))[0];
    },
  };
}

/** One prepared statement of the same answer, behind a bare HTTP server with a pool of the same size. */
export async function startStatement(databaseUrl, script = 'bench/list/statement-server.mjs') {
  const child = await startChild(script, databaseUrl, []);
  return { ...child, url: child.origin };
}

async function startChild(script, databaseUrl, execArgv, variables = {}) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = fork(join(projectRoot, script), {
    cwd: projectRoot,
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      POOL: String(POOL),
      HOST: '127.0.0.1',
      PORT: String(port),
      SAMPLE_DATA: 'off',
      LOG_LEVEL: 'warn',
      ...LARGE_BUCKETS,
      ...variables,
    },
  });
  await untilItAnswers(`${origin}/readyz`, child);
  return { origin, process: child, stop: () => stop(child) };
}

async function untilItAnswers(url, child) {
  const deadline = Date.now() + PATIENCE_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  child.kill();
  throw new Error(`${url} did not answer within ${PATIENCE_MS / 1000} s; what it said stands above.`);
}

async function stop(child) {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
