import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { createApp } from '../../src/app';
import type { ChangeFeed } from '../../src/changes/feed/change-feed';
import { followStream } from '../../src/changes/feed/follow-stream';
import type { Database } from '../../src/db/database';
import type { RequestPool } from '../../src/db/requests/request-pool';
import { importFile } from '../../src/ingestion/import-file';
import type { VerifyToken } from '../../src/access/sign-in/openid-issuer';
import { createUser } from '../../src/users/user.service';
import type { SubmissionRules, WebhookRules } from '../../src/graphql/context';
import type { Embedder } from '../../src/lib/embedder';
import { SecretBox } from '../../src/lib/secret-box';
import { Limits, limitsWith } from '../../src/graphql/limits';
import { RateLimiter } from '../../src/rates/buckets/rate-limiter';
import type { Scope } from '../../src/graphql/viewer';
import { KeptAnswers } from '../../src/web/answering/kept-answers';
import { Lifecycle } from '../../src/web/lifecycle';
import type { Origins } from '../../src/web/protocol/origins';
import { issueToken } from './access-tokens';
import { apiClient } from './api-client';
import { appSettings } from './app-settings';
import { GENEROUS_LIMITS } from './generous-limits';
import { rememberSecret } from './secrets/known-secrets';
import { logFile } from './secrets/log-files';
import { createTestDatabase, joinTestDatabase } from './test-database';
import { testRequestPool } from './test-request-pool';

export interface Answer<Data = Record<string, never>> {
  data?: Data | undefined;
  errors?:
    { message: string; path?: (string | number)[]; extensions: { code: string; [key: string]: unknown } }[] | undefined;
}

export interface TestServer {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  database: Database;
  databaseUrl: string;
  requestPool: RequestPool;
  changes: ChangeFeed;
  /** Sends an operation as a client would, as the owner of a token or as nobody. */
  ask: <Data>(query: string, variables?: object, token?: string) => Promise<Answer<Data>>;
  /** As `ask`, and fails unless it went without errors. */
  data: <Data>(query: string, variables?: object, token?: string) => Promise<Data>;
  /** Makes a person and answers a token of theirs. */
  signUp: (handle: string, scopes?: Scope[]) => Promise<string>;
  /** Lets what runs finish, as at a signal. */
  stop: () => Promise<void>;
  close: () => Promise<void>;
}

export const FEED_TIME_ZONE = 'UTC';
export const SUBMISSION_RULES: SubmissionRules = { maxPerDay: 10, maxAgeDays: 14, isFetching: true };
export const SECRET_KEY = 'a key that is good for tests alone';
/** Tests are not on the internet: public names are at an address that nobody connects to. */
export const WEBHOOK_RULES: WebhookRules = {
  secretBox: new SecretBox(SECRET_KEY),
  allowedHosts: ['127.0.0.1'],
  resolveHost: () => Promise.resolve(['2606:4700::1111']),
};
export const SAMPLE = join(__dirname, '../../sample/daily-papers-2025-12-10.txt');

/** The whole server over a database of its own, on a free port, with the bundled papers where asked for. */
export async function startTestServer(
  options: {
    sample?: boolean;
    feedTimeZone?: string;
    verifyToken?: VerifyToken;
    submissionRules?: Partial<SubmissionRules>;
    webhookRules?: Partial<WebhookRules>;
    embedder?: Embedder | null;
    limits?: Partial<Limits>;
    publicUrl?: string;
    corsOrigins?: Origins;
    metricsToken?: string;
    slowOperationMs?: number;
    log?: Logger;
    trustedProxies?: string[];
    poolSize?: number;
    /** How many bytes of answers are kept; none without it, as fixtures are written past the API. */
    responseCacheBytes?: number;
    /** How long they hold, however slow the machine is. */
    answersHoldMs?: number;
    /** One more process over the database of another. */
    beside?: Pick<TestServer, 'databaseUrl'>;
  } = {},
): Promise<TestServer> {
  const {
    database,
    url: databaseUrl,
    drop,
  } = await (options.beside ? joinTestDatabase(options.beside.databaseUrl) : createTestDatabase());
  if (options.sample) await importFile(database, SAMPLE);
  const lifecycle = new Lifecycle();
  const { feedTimeZone = FEED_TIME_ZONE, embedder = null } = options;
  const submissionRules = { ...SUBMISSION_RULES, ...options.submissionRules };
  const webhookRules = { ...WEBHOOK_RULES, ...options.webhookRules };
  const { publicUrl = 'https://papers.example', corsOrigins = [] } = options;
  const limits = limitsWith({ ...GENEROUS_LIMITS, ...options.limits });
  const requestPool = testRequestPool(databaseUrl, limits, options.poolSize);
  const { verifyToken = null, metricsToken = null, slowOperationMs = 500, trustedProxies = null } = options;
  const given = { verifyToken, limits, publicUrl, corsOrigins, metricsToken, slowOperationMs, trustedProxies };
  const settings = appSettings(lifecycle, given);
  const keptAnswers = options.responseCacheBytes
    ? new KeptAnswers({
        sql: database.pool,
        bytes: options.responseCacheBytes,
        metrics: settings.metrics.keptAnswers,
        holdsMs: options.answersHoldMs,
      })
    : null;
  const stream = followStream({
    url: databaseUrl,
    pool: database.pool,
    onFailure: () => undefined,
    onWake: () => keptAnswers?.doubt(),
  });
  const rules = { submissionRules, webhookRules };
  const { changes } = stream;
  const deployment = { database, requestPool, changes, publicUrl, feedTimeZone, ...rules, limits, embedder };
  const rateLimiter = new RateLimiter(database.pool, { patienceMs: limits.poolWaitMs, onFailure: () => undefined });
  lifecycle.phase = { name: 'ready', deployment, rateLimiter, keptAnswers };
  const lines = pino.destination({ dest: logFile('server'), sync: true });
  const { log = pino({ level: 'trace' }, lines) } = options;
  if (metricsToken) rememberSecret(metricsToken);
  rememberSecret(SECRET_KEY);
  const server = await createApp(lifecycle, log, settings);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;

  return {
    url,
    database,
    databaseUrl,
    requestPool,
    changes,
    ...apiClient(url),
    async signUp(handle, scopes = ['read', 'vote']) {
      await createUser(database, { handle, role: 'MEMBER' });
      return (await issueToken(database, { handle, scopes })).secret;
    },
    async stop() {
      lifecycle.phase = { name: 'stopping' };
      await server.close();
    },
    async close() {
      await server.close();
      await rateLimiter.stop();
      await stream.stop();
      await requestPool.close();
      lines.end();
      await drop();
    },
  };
}
