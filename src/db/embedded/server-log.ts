import { constants } from 'node:fs';
import { FileHandle, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { OsUser } from './run-program';

const FILE_NAME = 'server.log';
const ROTATE_ABOVE_BYTES = 10_000_000;
const LINES_TOLD = 8;

/** The part of the server's log that one start of it writes. */
export interface ServerLog {
  path: string;
  handle: FileHandle;
  startsAt: number;
}

export async function openServerLog(cluster: string, owner?: OsUser): Promise<ServerLog> {
  const path = join(cluster, FILE_NAME);
  const handle = await openForAppending(path, owner);
  const { size } = await handle.stat();
  if (size <= ROTATE_ABOVE_BYTES) return { path, handle, startsAt: size };

  await handle.close();
  await rename(path, `${path}.old`);
  return { path, handle: await openForAppending(path, owner), startsAt: 0 };
}

async function openForAppending(path: string, owner?: OsUser): Promise<FileHandle> {
  // Root writes here into another user's folder: a symbolic link in it must not lead to a file of root's.
  const noFollow = constants.O_NOFOLLOW ?? 0;
  const handle = await open(path, constants.O_APPEND | constants.O_CREAT | constants.O_RDWR | noFollow, 0o600);
  if (owner) await handle.chown(owner.uid, owner.gid);
  return handle;
}

export async function readServerLog({ handle, startsAt }: ServerLog): Promise<string> {
  const { size } = await handle.stat();
  const buffer = Buffer.alloc(Math.max(0, size - startsAt));
  await handle.read(buffer, 0, buffer.length, startsAt);
  return buffer.toString('utf8').trim();
}

export function lastLines(text: string): string {
  return text.split('\n').slice(-LINES_TOLD).join('\n');
}
