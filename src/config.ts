import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { isValidCIDR } from 'ipaddr.js';
import { IANAZone } from 'luxon';
import { isPrivateAddress } from './access/sign-in/openid-discovery';
import type { OpenIdSettings } from './access/sign-in/openid-issuer';
import type { Patience } from './db/migrating/patience';
import type { EmbeddingsSettings } from './embeddings/http-embedder';
import type { SubmissionRules } from './graphql/context';
import { LIMITS, LimitName, Limits, limitsWith } from './graphql/limits';
import { SecretBox } from './lib/secret-box';
import { isOrigin, Origins } from './web/protocol/origins';

/** How this process is run, read from the environment once. README.md describes each variable. */
export interface Config {
  host: string;
  port: number;
  publicUrl: string;
  /** A PostgreSQL server; null means the embedded one in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  /** How many processes answer requests. */
  workers: number;
  /** Connections of requests, of all workers together. */
  poolSize: number;
  /** What answers for nobody in particular may take that are kept; 0 for keeping none. Of each worker. */
  responseCacheBytes: number;
  /** Used at the first start alone, then stored. */
  feedTimeZone: string;
  /** Whether an empty database is filled with the bundled listing. */
  sampleData: boolean;
  logLevel: string;
  /** Whoever sends it as a bearer may read the metrics; null lets this machine alone read them. */
  metricsToken: string | null;
  /** An operation that takes longer is written to the log. */
  slowOperationMs: number;
  /** The OpenID Connect issuer whose sign-ins are taken, and the audience that its tokens must name; null for none. */
  openId: OpenIdSettings | null;
  submissionRules: SubmissionRules;
  limits: Limits;
  /** Whose pages may read the API. */
  corsOrigins: Origins;
  /** For how many days changes are kept in the stream. */
  changesKeptDays: number;
  /** How migrations wait for those who use the database. */
  patience: Omit<Patience, 'tell'>;
  /** The addresses and networks of proxies whose word on where a request comes from is believed; null for nobody's. */
  trustedProxies: string[] | null;
  /** Where papers that people submit are fetched; null for nowhere. */
  arxivApiUrl: string | null;
  /** What seals secrets that have to be kept; null for nothing, and no webhooks. */
  secretBox: SecretBox | null;
  /** Hosts, or hosts with their port, that webhooks may lead to whatever their address. */
  webhookAllowedHosts: string[];
  /** Whether this server delivers to webhooks. */
  isDelivering: boolean;
  /** What makes vectors of texts; null for nothing. */
  embeddings: EmbeddingsSettings | null;
}

/** What a server does beside the requests takes one connection at a time; migrations take two. */
export const BACKGROUND_CONNECTIONS = 4;

/** What a worker does beside the requests where another one has the background: settling rates, reading the stream, looking whether all is well. */
export const ERRAND_CONNECTIONS = 2;

/** The one by which a server is woken when something was committed. */
export const LISTENING_CONNECTIONS = 1;

/** A variable that cannot be used; the message is a sentence for the person at the terminal. */
export class ConfigError extends Error {}

const ARXIV_API_URL = 'https://export.arxiv.org/api/query';
const WORKER_VARIABLE = 'WORKER_OF';
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const host = env.HOST || '127.0.0.1';
  const port = wholeNumber(env, 'PORT', 4000, 0, 65_535);
  const databaseUrl = postgresUrl(env.DATABASE_URL);
  const isFetching = oneOf(env, 'SOURCES', ['on', 'off'], 'on') === 'on';
  const limits = limitsFrom(env);
  const arxivApiUrl = webAddress('ARXIV_API_URL', env.ARXIV_API_URL) ?? ARXIV_API_URL;
  return {
    host,
    port,
    publicUrl: webAddress('PUBLIC_URL', env.PUBLIC_URL) ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    databaseUrl,
    dataDir: resolve(env.DATA_DIR || './data'),
    ...workersAndPool(env),
    responseCacheBytes: 1_000_000 * wholeNumber(env, 'RESPONSE_CACHE_MB', 64, 0, 100_000),
    feedTimeZone: timeZone(env.FEED_TIME_ZONE),
    sampleData: oneOf(env, 'SAMPLE_DATA', ['on', 'off'], databaseUrl ? 'off' : 'on') === 'on',
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
    metricsToken: metricsToken(env.METRICS_TOKEN),
    slowOperationMs: wholeNumber(env, 'SLOW_OPERATION_MS', 500, 0, 600_000),
    openId: openIdSettings(env.OIDC_ISSUER, env.OIDC_AUDIENCE),
    submissionRules: {
      maxPerDay: wholeNumber(env, 'SUBMISSIONS_PER_DAY', 10, 1, 100_000),
      maxAgeDays: wholeNumber(env, 'SUBMISSION_MAX_AGE_DAYS', 14, 0, 100_000) || null,
      isFetching,
    },
    corsOrigins: origins(env.CORS_ORIGINS),
    limits,
    changesKeptDays: wholeNumber(env, 'CHANGES_KEPT_DAYS', 30, 1, 36_500),
    patience: { lockMs: limits.migrationLockMs, totalMs: limits.migrationMs },
    trustedProxies: trustedProxies(env.TRUST_PROXY),
    arxivApiUrl: isFetching ? arxivApiUrl : null,
    secretBox: secretBox(env.SECRET_KEY),
    webhookAllowedHosts: hosts('WEBHOOK_ALLOWED_HOSTS', env.WEBHOOK_ALLOWED_HOSTS),
    isDelivering: oneOf(env, 'WEBHOOK_WORKER', ['on', 'off'], 'on') === 'on',
    embeddings: embeddingsSettings(env.EMBEDDINGS_URL, env.EMBEDDINGS_MODEL, env.EMBEDDINGS_API_KEY),
  };
}

/** How many connections all processes of a server open at most, a worker among them that is just being replaced. */
export function mostConnections({ workers, poolSize }: Pick<Config, 'workers' | 'poolSize'>): number {
  const first = BACKGROUND_CONNECTIONS + LISTENING_CONNECTIONS;
  if (workers === 1) return poolSize + first;
  const others = (workers - 1) * (ERRAND_CONNECTIONS + LISTENING_CONNECTIONS);
  return poolSize + first + others + Math.ceil(poolSize / workers) + first;
}

/** Whether this process was started by the server's primary, and not by a program that runs us as its own worker. */
export function isWorkerOf(parent: number, env: NodeJS.ProcessEnv = process.env): boolean {
  return env[WORKER_VARIABLE] === String(parent);
}

/** What marks the workers of a process. */
export function workerMark(primary: number): Record<string, string> {
  return { [WORKER_VARIABLE]: String(primary) };
}

function workersAndPool(env: NodeJS.ProcessEnv): Pick<Config, 'workers' | 'poolSize'> {
  const workers = wholeNumber(env, 'WORKERS', 1, 1, 64);
  const poolSize = wholeNumber(env, 'POOL', 10, 1, 1000);
  if (poolSize >= workers) return { workers, poolSize };
  throw new ConfigError(
    `WORKERS is ${workers}, but POOL is ${poolSize}, and each worker takes one connection at least: set POOL to ${workers} or more.`,
  );
}

function limitsFrom(env: NodeJS.ProcessEnv): Limits {
  const given = Object.entries(LIMITS).map(([name, { variable, value, least, most }]) => [
    name,
    wholeNumber(env, variable, value, least, most),
  ]);
  const limits = limitsWith(Object.fromEntries(given) as Partial<Record<LimitName, number>>);
  for (const name of ['addressPoints', 'userPoints'] as const) {
    if (limits[name] >= limits.cost) continue;
    throw new ConfigError(
      `${LIMITS[name].variable} is ${limits[name]}, but a request may cost ${limits.cost} (${LIMITS.cost.variable}) and would never be answered; it takes no less.`,
    );
  }
  return limits;
}

const PROXY_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

function trustedProxies(text: string | undefined): string[] | null {
  if (!text) return null;
  const proxies = text.split(',').map((part) => part.trim());
  const isProxy = (part: string) =>
    PROXY_NETWORKS.includes(part) || isIP(part) || (isValidCIDR(part) && !part.endsWith('/0'));
  if (proxies.every(isProxy)) return proxies;
  // How many proxies there are says nothing of who sends: anybody who reaches this server may send as many addresses.
  throw new ConfigError(
    `TRUST_PROXY is "${text}"; it takes addresses and networks of proxies, as in "127.0.0.1, 10.0.0.0/8", and ${PROXY_NETWORKS.join(', ')}, separated by commas.`,
  );
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, byDefault: number, least: number, most: number): number {
  const text = env[name];
  if (!text) return byDefault;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new ConfigError(`${name} is "${text}"; it takes a whole number from ${least} to ${most}.`);
  }
  return value;
}

function oneOf(env: NodeJS.ProcessEnv, name: string, accepted: string[], byDefault: string): string {
  const value = env[name] || byDefault;
  if (!accepted.includes(value)) {
    throw new ConfigError(`${name} is "${value}"; it takes one of ${accepted.join(', ')}.`);
  }
  return value;
}

function postgresUrl(text: string | undefined): string | null {
  if (!text) return null;
  // The value may hold a password, so it is not quoted.
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) {
    throw new ConfigError(
      'DATABASE_URL is no PostgreSQL address; it looks like postgresql://user:password@host:5432/database.',
    );
  }
  return text;
}

function webAddress(name: string, text: string | undefined): string | null {
  if (!text) return null;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new ConfigError(`${name} is "${text}"; it takes an address that begins with http:// or https://.`);
  }
  return text.replace(/\/+$/, '');
}

function origins(text = ''): Origins {
  if (text.trim() === '*') return '*';
  const named = text
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  const wrong = named.find((origin) => !isOrigin(origin));
  if (wrong === undefined) return named;
  throw new ConfigError(
    `CORS_ORIGINS has "${wrong}"; it takes origins such as https://papers.example, without a path and separated by commas, or * alone for all.`,
  );
}

function timeZone(text = 'UTC'): string {
  const name = text || 'UTC';
  if (!IANAZone.isValidZone(name)) {
    throw new ConfigError(`FEED_TIME_ZONE is "${name}"; it takes an IANA name such as Europe/Paris.`);
  }
  return name;
}

function openIdSettings(issuer: string | undefined, audience: string | undefined): OpenIdSettings | null {
  if (!issuer && !audience) return null;
  if (!issuer) throw new ConfigError('OIDC_AUDIENCE is set, but OIDC_ISSUER is not; set both, or neither.');
  if (!audience) throw new ConfigError('OIDC_ISSUER is set, but OIDC_AUDIENCE is not; set both, or neither.');
  if (!isPrivateAddress(issuer) || /[?#]/.test(issuer)) {
    throw new ConfigError(
      `OIDC_ISSUER is "${issuer}"; it takes an https:// address as the issuer writes itself, or http:// on this machine.`,
    );
  }
  return { issuer, audience };
}

/** Neither the address nor the key is quoted: both may hold a secret. */
function embeddingsSettings(
  url: string | undefined,
  model: string | undefined,
  apiKey: string | undefined,
): EmbeddingsSettings | null {
  if (!url) return null;
  if (!URL.canParse(url) || !isPlainWebAddress(new URL(url))) {
    throw new ConfigError(
      'EMBEDDINGS_URL cannot be used; it takes an address such as https://host/v1, without a user, a password or a fragment.',
    );
  }
  if (!model) throw new ConfigError('EMBEDDINGS_URL is set, but EMBEDDINGS_MODEL is not; set both, or neither.');
  if (model.length > 200 || /\p{Cc}/u.test(model)) {
    throw new ConfigError('EMBEDDINGS_MODEL cannot be used; it takes the name of a model, of at most 200 characters.');
  }
  if (apiKey && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new ConfigError(
      'EMBEDDINGS_API_KEY cannot be used; it takes letters, digits and signs of ASCII, without spaces.',
    );
  }
  return { url, model, apiKey: apiKey || null };
}

/** It is a secret, so it is not quoted. */
function metricsToken(text: string | undefined): string | null {
  if (!text) return null;
  if (!/^[\x21-\x7e]{16,}$/.test(text)) {
    throw new ConfigError(
      'METRICS_TOKEN cannot be used; it takes at least 16 letters, digits and signs of ASCII, without spaces.',
    );
  }
  return text;
}

/** It is a secret, so it is not quoted. */
function secretBox(text: string | undefined): SecretBox | null {
  if (!text) return null;
  if (text.length < 32) {
    throw new ConfigError(
      `SECRET_KEY has ${text.length} characters; it takes at least 32, best made at random, as by "openssl rand -base64 32".`,
    );
  }
  return new SecretBox(text);
}

/** As an address spells them, in small letters. */
function hosts(name: string, text = ''): string[] {
  const named = text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');
  const wrong = named.find((part) => !isHost(part));
  if (wrong === undefined) return named;
  throw new ConfigError(
    `${name} has "${wrong}"; it takes hosts, with a port or without, as in "receiver, 10.0.0.7:8080", separated by commas.`,
  );
}

function isHost(text: string): boolean {
  const [, host = '', port = '1'] = /^(\[[\da-f:.]+\]|[\da-z._-]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = `https://${host}`;
  return URL.canParse(address) && new URL(address).hostname === host && Number(port) >= 1 && Number(port) <= 65_535;
}

function isPlainWebAddress({ protocol, username, password, hash }: URL): boolean {
  return /^https?:$/.test(protocol) && !username && !password && !hash;
}
