import { readFile, stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { processExists } from '../../lib/process-exists';
import { PostmasterFile } from './postmaster-file';
import { runProgram } from './run-program';

/** `gone`: no such process. `replaced`: the number now belongs to a process that is no server of this cluster. */
export type PostmasterState = 'running' | 'gone' | 'replaced';

/** A server writes its number at once after it created the file; an older empty file was left by a crash of the machine. */
const EMPTY_FILE_GRACE_MS = 5000;

export async function findPostmasterState(file: PostmasterFile, cluster: string): Promise<PostmasterState> {
  if (Number.isNaN(file.pid)) return file.ageMs < EMPTY_FILE_GRACE_MS ? 'running' : 'replaced';
  if (!processExists(file.pid)) return 'gone';
  const command = await readCommand(file.pid);
  // Where the system does not tell, believe the file.
  if (command === undefined) return 'running';
  return (await isServerOf(command, cluster)) ? 'running' : 'replaced';
}

/** A process's program and arguments: empty for one that ended and that nobody has waited for. */
async function readCommand(pid: number): Promise<string[] | undefined> {
  if (process.platform === 'win32') return undefined;
  const fromProc = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (fromProc !== undefined) return fromProc.split('\0').filter(Boolean);
  const { succeeded, output } = await runProgram('ps', ['-p', String(pid), '-o', 'command=']);
  return succeeded ? output.split(' ') : undefined;
}

async function isServerOf(command: string[], cluster: string): Promise<boolean> {
  if (basename(command[0] ?? '') !== 'postgres') return false;
  const folder = command[command.indexOf('-D') + 1];
  // Someone who started it by hand may have named the folder in another way.
  if (!command.includes('-D') || !folder || !isAbsolute(folder)) return true;
  return isSameFolder(folder, cluster);
}

async function isSameFolder(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
