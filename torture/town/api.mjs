import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../bench/free-port.mjs';
import { projectRoot } from '../../bench/project.mjs';

const PATIENCE_MS = 60_000;

/** The server of the built project in a process of its own, always on the same port. */
export class Api {
  /** When it was not there because we ended it: `from` the signal `until` it was ready again. */
  outages = [];
  /** How processes ended without being told to. */
  unexpectedEnds = [];
  #process;
  #isToldToEnd = false;
  #environment;
  #log;

  static async open({ databaseUrl, logFile, environment }) {
    const api = new Api();
    api.port = await freePort();
    api.#log = createWriteStream(logFile, { flags: 'a' });
    const { PATH = '', HOME = '' } = process.env;
    api.#environment = { PATH, HOME, DATABASE_URL: databaseUrl, PORT: String(api.port), ...environment };
    await api.start();
    return api;
  }

  /** Starts it and returns when it says that it is ready. */
  async start() {
    const child = spawn(process.execPath, [join(projectRoot, 'dist/src/main.js')], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#isToldToEnd = false;
    child.stderr.pipe(this.#log, { end: false });
    child.once('exit', (status, signal) => {
      if (!this.#isToldToEnd) this.unexpectedEnds.push(`The API ended by itself with ${signal ?? `status ${status}`}.`);
    });
    await untilItSays('is ready', child);
    const outage = this.outages.at(-1);
    if (outage && outage.until === Infinity) outage.until = performance.now();
  }

  get isRunning() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Sends a signal; answers with what the process ended, a status or a signal. */
  async end(signal) {
    if (!this.isRunning) return this.#process.exitCode ?? this.#process.signalCode;
    const ended = once(this.#process, 'exit');
    this.#isToldToEnd = true;
    this.outages.push({ signal, from: performance.now(), until: Infinity });
    this.#process.kill(signal);
    const [status, by] = await ended;
    return status ?? by;
  }

  /** The outage that an exchange met, if any. */
  outageDuring(startedAt, endedAt) {
    return this.outages.findLast(({ from, until }) => from <= endedAt && until >= startedAt);
  }

  async close() {
    await this.end('SIGKILL');
    await new Promise((resolve) => this.#log.end(resolve));
  }
}

async function untilItSays(text, child) {
  let said = '';
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (!said.includes(text)) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('The API ended, or was not ready within a minute.'));
    });
  });
}
