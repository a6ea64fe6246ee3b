import { statfs } from 'node:fs/promises';
import type { ClientBase } from 'pg';
import { rowsOf } from '../../db/sql';
import { broken, doubtful, type Finding, sound } from '../finding';
import type { DatabaseNeeds } from '../settings';

const MEGABYTE = 1024 ** 2;
/** PostgreSQL keeps up to a gigabyte of log before it tidies up, and stops where it cannot write. */
const SCARCE_MB = 2_048;
const TOO_LITTLE_MB = 256;

/** How much is free where the database's files are, as far as this machine can see them. */
export async function checkDisk(sql: ClientBase, { dataDir }: Pick<DatabaseNeeds, 'dataDir'>): Promise<Finding[]> {
  const [row] = await rowsOf<{ folder: string | null }>(sql, DATA_DIRECTORY);
  const folder = dataDir ?? row?.folder;
  // On another machine, or not for this user to see.
  const disk = folder ? await statfs(folder).catch(() => null) : null;
  return disk ? [findingOfSpace((disk.bavail * disk.bsize) / MEGABYTE)] : [];
}

export function findingOfSpace(freeMb: number): Finding {
  const says = `The disk of the database has ${freeMb < 10_240 ? `${Math.floor(freeMb)} MB` : `${Math.floor(freeMb / 1024)} GB`} free`;
  if (freeMb >= SCARCE_MB) return sound(`${says}.`);
  const remedy = 'Free space, or give the disk more of it.';
  if (freeMb >= TOO_LITTLE_MB) return doubtful(`${says}, which an import may fill.`, remedy);
  return broken(`${says}: PostgreSQL stops where it cannot write.`, remedy);
}

const DATA_DIRECTORY = `
  select case when pg_has_role('pg_read_all_settings', 'usage')
      and inet_server_addr() is not distinct from inet_client_addr()
    then current_setting('data_directory') end as folder`;
