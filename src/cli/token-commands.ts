import type { Command } from 'commander';
import type { AccessToken } from '../access/access-token.entity';
import {
  createAccessToken,
  listAccessTokens,
  parseExpiry,
  parseScopes,
  revokeAccessToken,
} from '../access/access-token.service';
import { AdministrationError } from '../users/user.service';
import { print, withDatabase } from './with-database';

interface CreateOptions {
  name: string;
  scopes: string;
  expires: string;
  json?: boolean;
}

export function addTokenCommands(program: Command): void {
  const tokens = program
    .command('tokens')
    .description('access tokens, which programs send as "Authorization: Bearer dp_…"');

  tokens
    .command('create')
    .description('make an access token and print it, once')
    .argument('<handle>', 'whose')
    .option('--name <name>', 'what to call it', 'command line')
    .option('--scopes <scopes>', 'what it may do: read, vote, write, moderate, admin, separated by commas', 'read')
    .option('--expires <time>', 'how long it works: 12h, 90d, 4w or never', '90d')
    .option('--json', 'print JSON for scripts')
    .action(async (handle: string, options: CreateOptions) => {
      const input = {
        handle,
        name: options.name,
        scopes: parseScopes(options.scopes),
        expiresAt: parseExpiry(options.expires),
      };
      const { token, secret } = await withDatabase((database) => createAccessToken(database, input));
      print({ ...shown(token), token: secret }, options, secret);
      // Beside standard output, so that a script gets the secret and nothing else.
      process.stderr.write(`This is shown once: keep it. It ${lifeOf(token)}.\n`);
    });

  tokens
    .command('list')
    .description('show access tokens, without their secrets')
    .argument('[handle]', 'whose; everybody without it')
    .option('--json', 'print JSON for scripts')
    .action(async (handle: string | undefined, options: { json?: boolean }) => {
      const found = await withDatabase((database) => listAccessTokens(database, handle));
      const rows = found.map((token) => ({ ...shown(token), handle: token.user?.handle }));
      print(rows, options, found.length ? found.map(lineOf) : 'There are no access tokens.');
    });

  tokens
    .command('revoke')
    .description('end an access token')
    .argument('<number>', 'its number in "tokens list"')
    .option('--json', 'print JSON for scripts')
    .action(async (number: string, options: { json?: boolean }) => {
      const rowId = /^[1-9]\d{0,8}$/.test(number) ? Number(number) : null;
      if (rowId === null)
        throw new AdministrationError(`"${number}" is no number of an access token; see: daily-papers tokens list`);
      const token = await withDatabase((database) => revokeAccessToken(database, rowId));
      print(shown(token), options, `Access token ${token.rowId} is revoked.`);
    });
}

function shown({ rowId, name, scopes, createdAt, expiresAt, revokedAt, lastUsedAt }: AccessToken) {
  return { number: rowId, name, scopes, createdAt, expiresAt, revokedAt, lastUsedAt };
}

function lineOf(token: AccessToken): string {
  return `${token.rowId}\t${token.user?.handle}\t${token.scopes.join(',')}\t${lifeOf(token)}\t${useOf(token)}\t${token.name}`;
}

function lifeOf({ expiresAt, revokedAt }: AccessToken): string {
  if (revokedAt) return `was revoked on ${dayOf(revokedAt)}`;
  if (!expiresAt) return 'does not expire';
  return `${expiresAt.getTime() < Date.now() ? 'expired' : 'expires'} on ${dayOf(expiresAt)}`;
}

function useOf({ lastUsedAt }: AccessToken): string {
  return lastUsedAt ? `was last used on ${dayOf(lastUsedAt)}` : 'was never used';
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
