import type { ClientBase } from 'pg';
import { rowsOf } from '../../db/sql';
import { broken, doubtful, type Finding, sound } from '../finding';
import type { DatabaseNeeds } from '../settings';

interface Room {
  [column: string]: unknown;
  /** What the server, the database and the user's role have room for; -1 is no bound. */
  server: number;
  database: number;
  role: number;
}

/** Whether the connections that servers may open are there. */
export async function checkConnections(sql: ClientBase, { connections }: DatabaseNeeds): Promise<Finding> {
  const [room] = await rowsOf<Room>(sql, ROOM);
  return findingOfRoom(room!, connections);
}

export function findingOfRoom({ server, database, role }: Room, each: number): Finding {
  const bounds = [server, database, role].filter((bound) => bound >= 0);
  const most = Math.min(...bounds);
  const processes = Math.floor(most / each);
  const says = `The database takes ${most} connections, and a server opens up to ${each} of them`;
  const remedy = 'Lower POOL, or raise max_connections, the connection limit of the database or that of the role.';
  if (processes === 0) return broken(`${says}.`, remedy);
  // While a new version is started, the old one still runs.
  if (processes === 1) return doubtful(`${says}: two servers, as during a change of version, find no room.`, remedy);
  return sound(`${says}: there is room for ${processes} servers.`);
}

const ROOM = `
  select current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
      - coalesce(current_setting('reserved_connections', true), '0')::integer as server,
    (select datconnlimit from pg_database where datname = current_database()) as database,
    (select rolconnlimit from pg_roles where rolname = current_user) as role`;
