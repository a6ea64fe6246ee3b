import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENEROUS_ENVIRONMENT } from './generous-limits';
import { rememberSecretsIn, rememberSecretsOf } from './secrets/known-secrets';
import { logFile } from './secrets/log-files';

const BUILT = join(__dirname, '../../dist/src');

interface Program {
  process: ChildProcess;
  stdout: () => string;
  stderr: () => string;
}

export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command of the built program to its end. */
export async function runCommand(args: string[], env: Record<string, string>): Promise<Finished> {
  const program = startCommand(args, env);
  const [status] = (await once(program.process, 'close')) as [number | null];
  rememberSecretsIn(program.stdout());
  return { status, stdout: program.stdout(), stderr: program.stderr() };
}

export function startCommand(args: string[], env: Record<string, string>): Program {
  return start('cli.js', args, env);
}

export interface RunningServer {
  process: ChildProcess;
  url: string;
  stderr: () => string;
  /** Sends a signal and answers the exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built server on a free port and waits until it says that it is ready. */
export async function startServer(env: Record<string, string>): Promise<RunningServer> {
  const program = start('main.js', [], { PORT: '0', LOG_LEVEL: 'trace', ...env });
  const url = await new Promise<string>((resolve, reject) => {
    program.process.stdout?.on('data', () => {
      const [, found] = /API +(http:\S+)\/graphql/.exec(program.stdout()) ?? [];
      if (found) resolve(found);
    });
    program.process.once('close', (status, signal) =>
      reject(new Error(`The server ended before it was ready, by ${signal ?? status}: ${program.stderr()}`)),
    );
  });
  return {
    process: program.process,
    url,
    stderr: program.stderr,
    async stop(signal = 'SIGTERM') {
      const closed = once(program.process, 'close');
      program.process.kill(signal);
      const [status] = (await closed) as [number | null];
      return status;
    },
  };
}

function start(file: string, args: string[], env: Record<string, string>): Program {
  rememberSecretsOf(env);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(BUILT, file), ...args], {
    env: { PATH, HOME, ...GENEROUS_ENVIRONMENT, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const log = logFile(`program-${child.pid}`);
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    appendFileSync(log, chunk);
  });
  return { process: child, stdout: () => stdout, stderr: () => stderr };
}
