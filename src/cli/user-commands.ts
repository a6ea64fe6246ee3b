import { Command, Option } from 'commander';
import { parseExpiry } from '../access/access-token.service';
import type { Database } from '../db/database';
import { USER_ROLES, UserRole } from '../graphql/viewer';
import { suspendUser, unsuspendUser } from '../suspensions/suspension.service';
import { User } from '../users/user.entity';
import { createUser, requireUser, setUserRole } from '../users/user.service';
import { print, withDatabase } from './with-database';

const roles = USER_ROLES.map((role) => role.toLowerCase());

export function addUserCommands(program: Command): void {
  const users = program.command('users').description('people who vote and comment');

  users
    .command('create')
    .description('make a person')
    .argument('<handle>', 'the name that is unique here: lower-case letters, digits and single hyphens')
    .option('--name <name>', 'the name to show; the handle without it')
    .addOption(new Option('--role <role>', 'what the person is trusted with').choices(roles).default('member'))
    .option('--json', 'print JSON for scripts')
    .action(async (handle: string, options: { name?: string; role: string; json?: boolean }) => {
      const input = { handle, name: options.name, role: roleNamed(options.role) };
      const user = await withDatabase((database) => createUser(database, input));
      print(shown(user), options, `Made ${user.handle}; the role is ${user.role.toLowerCase()}.`);
    });

  users
    .command('role')
    .description('give a person another role')
    .argument('<handle>', 'whose')
    .addArgument(program.createArgument('<role>', 'the new role').choices(roles))
    .option('--json', 'print JSON for scripts')
    .action(async (handle: string, role: string, options: { json?: boolean }) => {
      const user = await withDatabase((database) => setUserRole(database, handle, roleNamed(role)));
      print(shown(user), options, `The role of ${user.handle} is ${user.role.toLowerCase()} now.`);
    });

  users
    .command('suspend')
    .description('let a person read and nothing else, in place of a suspension that they are under')
    .argument('<handle>', 'whom')
    .requiredOption('--reason <reason>', 'why, for the person to read: 1 to 1000 characters')
    .option('--for <time>', 'how long: 12h, 90d, 4w or never for no end', 'never')
    .option('--json', 'print JSON for scripts')
    .action(async (handle: string, options: { reason: string; for: string; json?: boolean }) => {
      const endsAt = parseExpiry(options.for);
      const user = await withUser(handle, (database, { rowId }) =>
        suspendUser(database, { userId: rowId, reason: options.reason, endsAt }, null),
      );
      const until = endsAt ? `until ${endsAt.toISOString()}` : 'until somebody lifts it';
      print({ ...shown(user), reason: options.reason, endsAt }, options, `${user.handle} is suspended ${until}.`);
    });

  users
    .command('unsuspend')
    .description('lift the suspension of a person')
    .argument('<handle>', 'whose')
    .option('--json', 'print JSON for scripts')
    .action(async (handle: string, options: { json?: boolean }) => {
      const user = await withUser(handle, (database, { rowId }) => unsuspendUser(database, rowId, null));
      print(shown(user), options, `${user.handle} is not suspended any more.`);
    });
}

function withUser(handle: string, act: (database: Database, user: User) => Promise<unknown>): Promise<User> {
  return withDatabase(async (database) => {
    const user = await requireUser(database, handle);
    await act(database, user);
    return user;
  });
}

function roleNamed(name: string): UserRole {
  return name.toUpperCase() as UserRole;
}

function shown({ id, handle, name, role }: User) {
  return { id, handle, name, role };
}
