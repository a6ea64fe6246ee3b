import type { ClientBase } from 'pg';
import { rowsOf } from '../../db/sql';
import { broken, doubtful, type Finding, sound } from '../finding';

const LEAST_VERSION = 15;

interface ServerSettings {
  version: string;
  versionNumber: number;
  encoding: string;
  isStandby: boolean;
  isReadOnly: boolean;
  statementTimeout: number;
  autovacuum: boolean;
  keepsCommits: boolean;
}

/** What the PostgreSQL server is, and how it is set up for this user. */
export async function checkServer(sql: ClientBase): Promise<Finding[]> {
  const [settings] = await rowsOf<ServerSettings & { [column: string]: unknown }>(sql, SETTINGS);
  return findingsOf(settings!);
}

// As sessions of this user begin, and not as this one was set: `reset_val`.
const SETTINGS = `
  select split_part(current_setting('server_version'), ' ', 1) as version,
    current_setting('server_version_num')::integer as "versionNumber",
    (select pg_encoding_to_char(encoding) from pg_database where datname = current_database()) as encoding,
    pg_is_in_recovery() as "isStandby",
    (select reset_val = 'on' from pg_settings where name = 'default_transaction_read_only') as "isReadOnly",
    (select reset_val::integer from pg_settings where name = 'statement_timeout') as "statementTimeout",
    current_setting('autovacuum')::boolean and current_setting('track_counts')::boolean as autovacuum,
    current_setting('fsync')::boolean and (select reset_val <> 'off' from pg_settings
      where name = 'synchronous_commit') as "keepsCommits"`;

export function findingsOf(settings: ServerSettings): Finding[] {
  const { version, versionNumber, encoding } = settings;
  return [
    versionNumber >= LEAST_VERSION * 10_000
      ? sound(`The database server is PostgreSQL ${version}.`)
      : broken(
          `The database server is PostgreSQL ${version}; Daily Papers takes ${LEAST_VERSION} or newer.`,
          'Upgrade it, or set DATABASE_URL to a newer one.',
        ),
    encoding === 'UTF8'
      ? sound('Its texts are in UTF8.')
      : broken(
          `Texts of the database are in ${encoding}, which cannot hold every name and title.`,
          "Make a database with: create database … encoding 'UTF8' template template0",
        ),
    ...writingOf(settings),
    ...timeoutOf(settings),
    ...careOf(settings),
  ];
}

function writingOf({ isStandby, isReadOnly }: ServerSettings): Finding[] {
  if (isStandby)
    return [broken('The database server is a standby, which takes no writes.', 'Name its primary in DATABASE_URL.')];
  if (!isReadOnly) return [];
  return [
    broken(
      'Transactions of this user are read-only (default_transaction_read_only).',
      'Run as an administrator: alter role … set default_transaction_read_only = off, and look at the database as well.',
    ),
  ];
}

/** The server sets a timeout for requests itself; one from outside cuts migrations and imports off. */
function timeoutOf({ statementTimeout }: ServerSettings): Finding[] {
  if (statementTimeout === 0) return [sound('Migrations and imports have the time that they take.')];
  return [
    doubtful(
      `Statements of this user end after ${statementTimeout} ms (statement_timeout), which may cut migrations and imports off.`,
      'Run as an administrator: alter role … reset statement_timeout; requests are cut off by STATEMENT_TIMEOUT_MS.',
    ),
  ];
}

function careOf({ autovacuum, keepsCommits }: ServerSettings): Finding[] {
  return [
    autovacuum
      ? sound('Autovacuum is on.')
      : doubtful(
          'Autovacuum is off: tables grow with each change, and their statistics grow old.',
          'Set autovacuum and track_counts to on in postgresql.conf.',
        ),
    keepsCommits
      ? sound('What is committed is on disk.')
      : doubtful(
          'The database server answers before a change is on disk (fsync or synchronous_commit is off): a crash loses what people were told is done.',
          'Set fsync and synchronous_commit to on.',
        ),
  ];
}
