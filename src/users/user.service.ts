import { QueryFailedError } from 'typeorm';
import type { Database } from '../db/database';
import { User, UserRole } from './user.entity';

/** Something that an administrator asked for and cannot have; the message is a sentence. */
export class AdministrationError extends Error {}

const HANDLE = /^[a-z0-9](-?[a-z0-9])*$/;
const MAX_HANDLE_LENGTH = 39;
const MAX_NAME_LENGTH = 100;
const UNIQUE_VIOLATION = '23505';

/** Makes a person who can vote and comment; the handle is theirs alone. */
export async function createUser(
  database: Database,
  input: { handle: string; name?: string | undefined; role: UserRole },
): Promise<User> {
  const { handle, name = handle, role } = input;
  if (!HANDLE.test(handle) || handle.length > MAX_HANDLE_LENGTH) {
    const accepted = `1 to ${MAX_HANDLE_LENGTH} lower-case letters, digits and single hyphens, with a letter or digit at both ends`;
    throw new AdministrationError(`"${handle}" cannot be a handle; it takes ${accepted}.`);
  }
  if (name.trim() === '' || name.length > MAX_NAME_LENGTH) {
    throw new AdministrationError(`"${name}" cannot be a name; it takes 1 to ${MAX_NAME_LENGTH} characters.`);
  }
  const users = database.repository(User);
  try {
    return await users.save(users.create({ handle, name, role }));
  } catch (error) {
    if (isUniqueViolation(error)) throw new AdministrationError(`The handle "${handle}" is taken.`);
    throw error;
  }
}

/** Gives a person another role. */
export async function setUserRole(database: Database, handle: string, role: UserRole): Promise<User> {
  const user = await requireUser(database, handle);
  user.role = role;
  return database.repository(User).save(user);
}

export async function requireUser(database: Database, handle: string): Promise<User> {
  const user = await database.repository(User).findOneBy({ handle: handle.toLowerCase() });
  if (!user)
    throw new AdministrationError(
      `Nobody has the handle "${handle}"; make one with: daily-papers users create ${handle}`,
    );
  return user;
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof QueryFailedError && (error.driverError as { code?: string }).code === UNIQUE_VIOLATION;
}
