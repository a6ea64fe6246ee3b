import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** The user of the operating system that a program runs as. */
export interface OsUser {
  uid: number;
  gid: number;
}

export interface ProgramResult {
  succeeded: boolean;
  /** What the program printed, both streams. */
  output: string;
}

/** Runs a program to its end, as the given user or as oneself; a program that cannot be started counts as failed. */
export async function runProgram(program: string, args: string[], user?: OsUser): Promise<ProgramResult> {
  try {
    // The working directory may be one that the other user cannot enter.
    const child = spawn(program, args, { ...user, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { succeeded: child.exitCode === 0, output: (out + err).trim() };
  } catch (error) {
    return { succeeded: false, output: (error as Error).message };
  }
}

/** Whether the user can enter the folder or execute the file, all folders above it included. */
export async function canReach(user: OsUser, path: string): Promise<boolean> {
  const { succeeded } = await runProgram('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], user);
  return succeeded;
}
