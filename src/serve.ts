import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { openIdIssuer, VerifyToken } from './access/sign-in/openid-issuer';
import { createApp } from './app';
import type { Config } from './config';
import type { Database } from './db/database';
import { OpenedDatabase, openDatabase } from './db/open-database';
import { settleFeedTimeZone } from './feed/feed-time-zone';
import type { Deployment } from './graphql/context';
import { importFile } from './ingestion/import-file';
import { projectRoot } from './lib/project-root';
import { entities } from './slices';
import { arxivSource } from './sources/arxiv-source';
import { startFetching } from './sources/fetch-submissions';
import { Lifecycle } from './web/lifecycle';

export interface RunningServer {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** What a person should know of where the data are. */
  notice: string;
  /** Lets what runs finish, then closes everything. */
  stop(): Promise<void>;
}

const SAMPLE = join('sample', 'daily-papers-2025-12-10.txt');

/** Starts the server: it listens at once and is ready when its database is. */
export async function serve(config: Config, log: FastifyBaseLogger): Promise<RunningServer> {
  const lifecycle = new Lifecycle();
  const server = await createApp(lifecycle, log, verifierFor(config, log));
  await server.listen({ host: config.host, port: config.port });
  try {
    const opened = await openDatabase({ ...config, use: 'serve', entities });
    await prepareDatabase(config, opened.database, lifecycle).catch(async (error: unknown) => {
      await stopServing(lifecycle, server, opened);
      throw error;
    });
    const stopFetching = fetchingOf(config, opened.database, log);
    const stop = async () => {
      await stopFetching();
      await stopServing(lifecycle, server, opened);
    };
    return { url: addressOf(config.host, server), notice: opened.notice, stop };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function fetchingOf(config: Config, database: Database, log: FastifyBaseLogger): () => Promise<void> {
  const { arxivApiUrl, submissionRules } = config;
  if (arxivApiUrl === null) return () => Promise.resolve();
  return startFetching(database, arxivSource(arxivApiUrl), { ...submissionRules, log });
}

function verifierFor({ openId }: Config, log: FastifyBaseLogger): VerifyToken | null {
  const onFailure = (err: unknown) => log.warn({ err }, 'the OpenID Connect issuer cannot be used');
  return openId && openIdIssuer(openId, { onFailure });
}

async function prepareDatabase(config: Config, database: Database, lifecycle: Lifecycle): Promise<void> {
  const feedTimeZone = await settleFeedTimeZone(database, config.feedTimeZone);
  if (config.sampleData && (await isEmpty(database))) await importFile(database, join(projectRoot(), SAMPLE));
  lifecycle.phase = { name: 'ready', deployment: deploymentOf(config, database, feedTimeZone) };
}

function deploymentOf({ publicUrl, submissionRules }: Config, database: Database, feedTimeZone: string): Deployment {
  return { database, publicUrl, feedTimeZone, submissionRules };
}

async function isEmpty(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ isEmpty: boolean }>(
    'select not exists (select from papers) as "isEmpty"',
  );
  return rows[0]?.isEmpty ?? false;
}

async function stopServing(lifecycle: Lifecycle, server: FastifyInstance, opened: OpenedDatabase): Promise<void> {
  lifecycle.phase = { name: 'stopping' };
  await server.close();
  await opened.close();
}

function addressOf(host: string, server: FastifyInstance): string {
  const { port } = server.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
