import type { AddressInfo } from 'node:net';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { openIdIssuer, VerifyToken } from './access/sign-in/openid-issuer';
import { createApp } from './app';
import type { ChangeFeed } from './changes/feed/change-feed';
import { followStream } from './changes/feed/follow-stream';
import type { Config } from './config';
import type { Database } from './db/database';
import { RequestPool } from './db/requests/request-pool';
import { httpEmbedder } from './embeddings/http-embedder';
import type { Deployment, WebhookRules } from './graphql/context';
import { resolvePublicHost } from './lib/resolve-host';
import { createMetrics, type GatherFigures, type Metrics } from './metrics/metrics';
import type { ServedDatabase } from './open-to-serve';
import { RateLimiter } from './rates/buckets/rate-limiter';
import { KeptAnswers } from './web/answering/kept-answers';
import { Lifecycle } from './web/lifecycle';

/** What answers requests: by a database once it has one, with a 503 before. */
export interface RequestServer {
  metrics: Metrics;
  /** Answers where it listens, without a slash at the end. */
  listen(): Promise<string>;
  /** Answers by this database from now on; answers the change stream as this process follows it. */
  answerBy(opened: ServedDatabase): ChangeFeed;
  /** Answers what runs; what still comes is told to come again. */
  stop(): Promise<void>;
  /** As `stop`, for a process that was replaced: what still comes is answered, and sent to another process the next time. */
  leave(): Promise<void>;
  /** Gives back what it had of the database, once it has stopped. */
  release(): Promise<void>;
}

export async function createRequestServer(
  config: Config,
  log: FastifyBaseLogger,
  gather?: GatherFigures,
): Promise<RequestServer> {
  const lifecycle = new Lifecycle();
  const metrics = createMetrics(() => lifecycle.deployment, gather);
  const server = await createApp(lifecycle, log, { ...config, verifyToken: verifierFor(config, log), metrics });
  let release = () => Promise.resolve();
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= server.close());
  return {
    metrics,
    async listen() {
      await server.listen({ host: config.host, port: config.port });
      return addressOf(config.host, server);
    },
    answerBy(opened) {
      const { database, url, feedTimeZone } = opened;
      const requestPool = requestPoolOf(config, url);
      const keptAnswers = keptAnswersOf(config, database, metrics);
      const stream = followStream({
        url,
        onWake: () => keptAnswers?.doubt(),
        pool: database.pool,
        onFailure: (err) => log.warn({ err }, 'the change stream cannot be read; it is tried again until it can'),
      });
      const { changes } = stream;
      const rateLimiter = rateLimiterOf(config, database, log);
      const deployment = deploymentOf(config, { database, requestPool, changes, feedTimeZone });
      lifecycle.phase = { name: 'ready', deployment, rateLimiter, keptAnswers };
      release = async () => {
        await stream.stop();
        await rateLimiter.stop();
        await requestPool.close();
      };
      return changes;
    },
    stop() {
      lifecycle.phase = { name: 'stopping' };
      return close();
    },
    leave() {
      lifecycle.isLeaving = true;
      return close();
    },
    release: () => release(),
  };
}

type Settled = Pick<Deployment, 'database' | 'requestPool' | 'changes' | 'feedTimeZone'>;

function deploymentOf(config: Config, settled: Settled): Deployment {
  const { publicUrl, submissionRules, limits, embeddings } = config;
  const embedder = embeddings && httpEmbedder(embeddings);
  return { ...settled, publicUrl, submissionRules, webhookRules: webhookRulesOf(config), limits, embedder };
}

function webhookRulesOf({ secretBox, webhookAllowedHosts }: Config): WebhookRules {
  return { secretBox, allowedHosts: webhookAllowedHosts, resolveHost: resolvePublicHost };
}

function requestPoolOf({ poolSize, limits }: Config, url: string): RequestPool {
  const { statementMs, poolWaitMs, requestMs } = limits;
  return new RequestPool({ url, size: poolSize, statementMs, waitMs: poolWaitMs, requestMs });
}

function keptAnswersOf(
  { responseCacheBytes: bytes }: Config,
  { pool }: Database,
  metrics: Metrics,
): KeptAnswers | null {
  return bytes === 0 ? null : new KeptAnswers({ sql: pool, bytes, metrics: metrics.keptAnswers });
}

function verifierFor({ openId }: Config, log: FastifyBaseLogger): VerifyToken | null {
  const onFailure = (err: unknown) => log.warn({ err }, 'the OpenID Connect issuer cannot be used');
  return openId && openIdIssuer(openId, { onFailure });
}

function rateLimiterOf({ limits }: Config, { pool }: Database, log: FastifyBaseLogger): RateLimiter {
  const onFailure = (err: unknown) =>
    log.warn({ err }, 'rates could not be settled; what is leased goes on being used');
  return new RateLimiter(pool, { patienceMs: limits.poolWaitMs, onFailure });
}

function addressOf(host: string, server: FastifyInstance): string {
  const { port } = server.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
