import { Command, Option } from 'commander';
import { User, USER_ROLES, UserRole } from '../users/user.entity';
import { createUser, setUserRole } from '../users/user.service';
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
}

function roleNamed(name: string): UserRole {
  return name.toUpperCase() as UserRole;
}

function shown({ id, handle, name, role }: User) {
  return { id, handle, name, role };
}
