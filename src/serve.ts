import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { openIdIssuer, VerifyToken } from './access/sign-in/openid-issuer';
import { createApp } from './app';
import { followStream } from './changes/feed/follow-stream';
import { startForgetting } from './changes/retention.service';
import { settleTransactionOffset } from './changes/settle-offset.service';
import { BACKGROUND_CONNECTIONS, type Config } from './config';
import type { Database } from './db/database';
import { startFilling } from './fill-index';
import { openDatabase } from './db/open-database';
import { RequestPool } from './db/requests/request-pool';
import { httpEmbedder } from './embeddings/http-embedder';
import { settleFeedTimeZone } from './feed/feed-time-zone';
import type { Deployment, WebhookRules } from './graphql/context';
import { importFile } from './ingestion/import-file';
import { projectRoot } from './lib/project-root';
import { resolvePublicHost } from './lib/resolve-host';
import { createMetrics, type Metrics } from './metrics/metrics';
import { RateLimiter } from './rates/buckets/rate-limiter';
import { entities } from './slices';
import { arxivSource } from './sources/arxiv-source';
import { startFetching } from './sources/fetch-submissions';
import { Lifecycle } from './web/lifecycle';
import { startDelivering } from './webhooks/working/start-delivering';

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
  const metrics = createMetrics(() => lifecycle.deployment);
  const server = await createApp(lifecycle, log, { ...config, verifyToken: verifierFor(config, log), metrics });
  await server.listen({ host: config.host, port: config.port });
  try {
    const patience = { ...config.patience, tell: (line: string) => log.info(line) };
    const opened = await openDatabase({
      ...config,
      poolSize: BACKGROUND_CONNECTIONS,
      patience,
      use: 'serve',
      entities,
    });
    const requestPool = requestPoolOf(config, opened.url);
    const stream = followStream({
      url: opened.url,
      pool: opened.database.pool,
      onFailure: (err) => log.warn({ err }, 'the change stream cannot be read; it is tried again until it can'),
    });
    const stopServing = async (...background: Promise<void>[]) => {
      const { phase } = lifecycle;
      lifecycle.phase = { name: 'stopping' };
      await Promise.all([server.close(), ...background]);
      await stream.stop();
      if (phase.name === 'ready') await phase.rateLimiter.stop();
      await requestPool.close();
      await opened.close();
    };
    await prepareDatabase(
      config,
      { database: opened.database, requestPool, changes: stream.changes },
      lifecycle,
      log,
    ).catch(async (error: unknown) => {
      await stopServing();
      throw error;
    });
    const stopFetching = fetchingOf(config, opened.database, log);
    const stopFilling = startFilling(opened.database, {
      log,
      onProgress: (done, total) => metrics.noteUnindexedPapers(Math.max(0, total - done)),
    });
    const stopForgetting = startForgetting(opened.database, {
      days: config.changesKeptDays,
      onFailure: (err) => log.warn({ err }, 'old changes could not be forgotten; it is tried again later'),
    });
    const stopDelivering = deliveringOf(config, { database: opened.database, changes: stream.changes }, metrics, log);
    const stop = () => stopServing(stopFetching(), stopFilling(), stopForgetting(), stopDelivering());
    return { url: addressOf(config.host, server), notice: opened.notice, stop };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function requestPoolOf({ poolSize, limits }: Config, url: string): RequestPool {
  const { statementMs, poolWaitMs, requestMs } = limits;
  return new RequestPool({ url, size: poolSize, statementMs, waitMs: poolWaitMs, requestMs });
}

type Databases = Pick<Deployment, 'database' | 'requestPool' | 'changes'>;

function fetchingOf(config: Config, database: Database, log: FastifyBaseLogger): () => Promise<void> {
  const { arxivApiUrl, submissionRules } = config;
  if (arxivApiUrl === null) return () => Promise.resolve();
  return startFetching(database, arxivSource(arxivApiUrl), { ...submissionRules, log });
}

function deliveringOf(
  config: Config,
  { database, changes }: Pick<Databases, 'database' | 'changes'>,
  metrics: Metrics,
  log: FastifyBaseLogger,
): () => Promise<void> {
  const { secretBox, isDelivering } = config;
  if (!secretBox || !isDelivering) return () => Promise.resolve();
  const outbound = webhookRulesOf(config);
  return startDelivering(database, { secretBox, outbound, changes, log, onAttempt: metrics.noteDelivery });
}

function verifierFor({ openId }: Config, log: FastifyBaseLogger): VerifyToken | null {
  const onFailure = (err: unknown) => log.warn({ err }, 'the OpenID Connect issuer cannot be used');
  return openId && openIdIssuer(openId, { onFailure });
}

async function prepareDatabase(config: Config, databases: Databases, lifecycle: Lifecycle, log: FastifyBaseLogger) {
  const { database } = databases;
  await settleTransactionOffset(database);
  const feedTimeZone = await settleFeedTimeZone(database, config.feedTimeZone);
  if (config.sampleData && (await isEmpty(database))) await importFile(database, join(projectRoot(), SAMPLE));
  lifecycle.phase = {
    name: 'ready',
    deployment: deploymentOf(config, databases, feedTimeZone),
    rateLimiter: rateLimiterOf(config, database, log),
  };
}

function deploymentOf(config: Config, databases: Databases, feedTimeZone: string): Deployment {
  const { publicUrl, submissionRules, limits, embeddings } = config;
  const embedder = embeddings && httpEmbedder(embeddings);
  const webhookRules = webhookRulesOf(config);
  return { ...databases, publicUrl, feedTimeZone, submissionRules, webhookRules, limits, embedder };
}

function webhookRulesOf({ secretBox, webhookAllowedHosts }: Config): WebhookRules {
  return { secretBox, allowedHosts: webhookAllowedHosts, resolveHost: resolvePublicHost };
}

function rateLimiterOf({ limits }: Config, { pool }: Database, log: FastifyBaseLogger): RateLimiter {
  const onFailure = (err: unknown) =>
    log.warn({ err }, 'rates could not be settled; what is leased goes on being used');
  return new RateLimiter(pool, { patienceMs: limits.poolWaitMs, onFailure });
}

async function isEmpty(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ isEmpty: boolean }>(
    'select not exists (select from papers) as "isEmpty"',
  );
  return rows[0]?.isEmpty ?? false;
}

function addressOf(host: string, server: FastifyInstance): string {
  const { port } = server.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
