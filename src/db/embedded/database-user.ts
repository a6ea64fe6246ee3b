import { DataFolderError } from './data-folder-error';
import { OsUser, runProgram } from './run-program';

export const DATABASE_USER_NAME = 'postgres';

const WAYS_TO_CREATE: [program: string, ...args: string[]][] = [
  ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', DATABASE_USER_NAME],
  ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', DATABASE_USER_NAME],
];

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** PostgreSQL refuses to run as root: root runs it as the system's user for it, which is created where there is none. */
export async function findOrCreateDatabaseUser(): Promise<OsUser> {
  const user = (await findUser()) ?? (await createUser());
  if (user) return user;
  throw new DataFolderError(
    `PostgreSQL does not run as root, and the system user "${DATABASE_USER_NAME}" is missing and could not be created with useradd or adduser. Create it, start as another user, or set DATABASE_URL.`,
  );
}

async function findUser(): Promise<OsUser | undefined> {
  const [uid, gid] = await Promise.all([
    runProgram('id', ['-u', DATABASE_USER_NAME]),
    runProgram('id', ['-g', DATABASE_USER_NAME]),
  ]);
  if (!uid.succeeded || !gid.succeeded) return undefined;
  return { uid: Number(uid.output), gid: Number(gid.output) };
}

async function createUser(): Promise<OsUser | undefined> {
  for (const [program, ...args] of WAYS_TO_CREATE) {
    await runProgram(program, args);
    // Asked each time: another process may have created the same user meanwhile.
    const user = await findUser();
    if (user) return user;
  }
  return undefined;
}
