import { Client, escapeLiteral } from 'pg';
import { Credentials } from './credentials';
import { LOOPBACK } from './free-port';

const NAME = 'daily_papers';
const DUPLICATE_CODES = ['42710', '42P04', '23505'];

/** Creates the application's role and database where they are missing; both are called daily_papers. */
export async function ensureApplicationDatabase(admin: Client, { ownerPassword }: Credentials): Promise<void> {
  const { rows } = await admin.query<{ role: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as role,
            exists (select from pg_database where datname = $1) as database`,
    [NAME],
  );
  const found = rows[0]!;
  // Creating databases is for the tests, which clone one for each file.
  if (!found.role)
    await createOnce(admin, `create role ${NAME} login createdb password ${escapeLiteral(ownerPassword)}`);
  if (!found.database) await createOnce(admin, `create database ${NAME} owner ${NAME}`);
}

/** Two processes may be at it at once: the one that comes second has what it wants. */
async function createOnce(admin: Client, statement: string): Promise<void> {
  await admin.query(statement).catch((error: Error & { code?: string }) => {
    if (!DUPLICATE_CODES.includes(error.code ?? '')) throw error;
  });
}

export function applicationDatabaseUrl({ ownerPassword }: Credentials, port: number): string {
  return `postgres://${NAME}:${ownerPassword}@${LOOPBACK}:${port}/${NAME}`;
}
