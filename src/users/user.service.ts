import type { Database } from '../db/database';
import { isUniqueViolation } from '../db/unique-violation';
import type { UserRole } from '../graphql/viewer';
import { handleFault, nameFault } from './profile';
import { User } from './user.entity';

/** Something that an administrator asked for and cannot have; the message is a sentence. */
export class AdministrationError extends Error {}

/** Makes a person who can vote and comment; the handle is theirs alone. */
export async function createUser(
  database: Database,
  input: { handle: string; name?: string | undefined; role: UserRole },
): Promise<User> {
  const { handle, name = handle, role } = input;
  const fault = handleFault(handle) ?? nameFault(name);
  if (fault !== null) throw new AdministrationError(fault);
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
