import type { ClientBase } from 'pg';
import { hasEmbeddedDatabase } from '../db/embedded/data-folder';
import { checkChangeStream } from './checks/change-stream';
import { checkClock } from './checks/clock';
import { checkConfiguration } from './checks/configuration';
import { checkConnections } from './checks/connections';
import { checkDisk } from './checks/disk';
import { checkIndexes, checkSearchIndex } from './checks/indexes';
import { checkMigrations } from './checks/migrations';
import { checkPermissions } from './checks/permissions';
import { checkEmbeddedPackage, checkGraphiql, checkNode } from './checks/program';
import { checkServer } from './checks/server';
import { checkEmbeddings, checkIssuer } from './checks/services';
import { checkWebhooks } from './check-webhooks';
import { broken, doubtful, type Finding, sound } from './finding';
import { openToLook } from './open-to-look';
import type { DatabaseNeeds, DoctorSettings } from './settings';

type DatabaseCheck = (sql: ClientBase, needs: DatabaseNeeds) => Promise<Finding | Finding[]>;

const ON_ANY_DATABASE: DatabaseCheck[] = [
  checkServer,
  checkClock,
  checkConnections,
  checkDisk,
  checkPermissions,
  checkIndexes,
  checkChangeStream,
];
/** What reads tables that migrations make. */
const ON_MIGRATED_DATABASE: DatabaseCheck[] = [checkSearchIndex, checkWebhooks];

export interface Patient {
  settings: DoctorSettings;
  needs: DatabaseNeeds;
  /** Puts a failure into words. */
  explain: (error: unknown) => string;
}

/** Looks at everything that a deployment stands on, in the order in which one thing needs the other. Changes nothing. */
export async function* examine(patient: Patient): AsyncGenerator<Finding> {
  const { settings } = patient;
  yield checkNode();
  yield checkGraphiql();
  yield* checkConfiguration(settings);
  if (settings.databaseUrl === null) yield* attempt(patient, checkEmbeddedPackage);
  yield* examineDatabase(patient);
  yield* await checkIssuer(settings);
  yield* await checkEmbeddings(settings);
}

async function* examineDatabase(patient: Patient): AsyncGenerator<Finding> {
  const { settings, explain } = patient;
  const { databaseUrl, dataDir } = settings;
  try {
    if (databaseUrl === null && !(await hasEmbeddedDatabase(dataDir))) {
      yield doubtful(`There is no database in "${dataDir}" yet.`, 'Start the server, which makes it, or set DATA_DIR.');
      return;
    }
    const { sql, close } = await openToLook(settings);
    try {
      yield sound('The database can be reached.');
      yield* examineOpened(patient, sql);
    } finally {
      await close();
    }
  } catch (error) {
    yield broken(explain(error), 'Mend that, and look again: nothing else of the database could be examined.');
  }
}

async function* examineOpened(patient: Patient, sql: ClientBase): AsyncGenerator<Finding> {
  const { needs } = patient;
  for (const check of ON_ANY_DATABASE) yield* attempt(patient, () => check(sql, needs));
  for await (const migrations of attempt(patient, () => checkMigrations(sql, needs))) {
    yield migrations;
    if (migrations.verdict === 'broken') return;
  }
  for (const check of ON_MIGRATED_DATABASE) yield* attempt(patient, () => check(sql, needs));
}

/** A check that fails is a finding itself, and the others go on. */
async function* attempt({ explain }: Patient, check: () => Promise<Finding | Finding[]>): AsyncGenerator<Finding> {
  try {
    yield* [await check()].flat();
  } catch (error) {
    yield broken(explain(error), 'Mend that, and look again.');
  }
}
