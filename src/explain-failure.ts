import { ConfigError } from './config';
import { DataFolderError } from './db/embedded/open-embedded-database';
import { MigrationError } from './db/migrating/patience';
import { DomainError } from './graphql/user-error';
import { UnreadableFileError } from './ingestion/record';
import { EmbedderError } from './lib/embedder';
import { AdministrationError } from './users/user.service';
import { WorkerError } from './workers/member';

/** Failures whose message is written for the person at the terminal. */
const SPOKEN = [
  ConfigError,
  DataFolderError,
  MigrationError,
  UnreadableFileError,
  AdministrationError,
  DomainError,
  EmbedderError,
  WorkerError,
];

/** What codes of the system and of PostgreSQL mean for the person who started this. */
const MEANINGS: Record<string, string> = {
  EADDRINUSE: 'Another program listens on this port: stop it, or choose another with PORT.',
  EACCES: 'This process may not listen on this port: choose one from 1024 on with PORT.',
  EADDRNOTAVAIL: 'This machine has no such address: correct HOST.',
  ECONNREFUSED:
    'No PostgreSQL server answers at DATABASE_URL: start it, or leave DATABASE_URL unset for the embedded one.',
  ENOTFOUND: 'The host in DATABASE_URL is unknown: correct it, or leave DATABASE_URL unset for the embedded database.',
  '53300': 'PostgreSQL has no connection left: lower POOL, or raise max_connections.',
  '57P03': 'PostgreSQL is starting or stopping: try again in a moment.',
  '28P01': 'PostgreSQL refused the password in DATABASE_URL.',
  '28000': 'PostgreSQL refused the user in DATABASE_URL.',
  '3D000': 'The database in DATABASE_URL does not exist: create it first.',
};

/** One sentence for what people can mend; the whole error for what only we can. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (SPOKEN.some((type) => error instanceof type)) return error.message;
  const code = 'code' in error ? String(error.code) : '';
  const meaning = MEANINGS[code];
  return meaning ? `${meaning} (${code})` : (error.stack ?? error.message);
}
