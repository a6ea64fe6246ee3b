import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a server writes into its data directory about itself, as the file postmaster.pid. */
export interface PostmasterFile {
  text: string;
  /** NaN in the moment between the file's creation and its first line. */
  pid: number;
  /** NaN until the server has chosen it. */
  port: number;
  status: 'starting' | 'ready' | 'stopping';
  ageMs: number;
}

const FILE_NAME = 'postmaster.pid';
const PID_LINE = 0;
const PORT_LINE = 3;
const STATUS_LINE = 7;

/** Undefined where no server runs, and none was killed. */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const path = join(cluster, FILE_NAME);
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const lines = text.split('\n').map((line) => line.trim());
    return {
      text,
      pid: Number.parseInt(lines[PID_LINE] ?? '', 10),
      port: Number.parseInt(lines[PORT_LINE] ?? '', 10),
      status: readStatus(lines[STATUS_LINE]),
      ageMs: Date.now() - mtimeMs,
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function readStatus(line: string | undefined): PostmasterFile['status'] {
  return line === 'ready' || line === 'stopping' ? line : 'starting';
}

export async function removePostmasterFile(cluster: string): Promise<void> {
  await rm(join(cluster, FILE_NAME), { force: true });
}
