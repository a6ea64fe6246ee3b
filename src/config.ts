import { resolve } from 'node:path';
import { IANAZone } from 'luxon';
import { isPrivateAddress } from './access/sign-in/openid-discovery';
import type { OpenIdSettings } from './access/sign-in/openid-issuer';
import type { SubmissionRules } from './graphql/context';

/** How this process is run, read from the environment once. README.md describes each variable. */
export interface Config {
  host: string;
  port: number;
  publicUrl: string;
  /** A PostgreSQL server; null means the embedded one in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  poolSize: number;
  /** Used at the first start alone, then stored. */
  feedTimeZone: string;
  /** Whether an empty database is filled with the bundled listing. */
  sampleData: boolean;
  logLevel: string;
  /** The OpenID Connect issuer whose sign-ins are taken, and the audience that its tokens must name; null for none. */
  openId: OpenIdSettings | null;
  submissionRules: SubmissionRules;
  /** Where papers that people submit are fetched; null for nowhere. */
  arxivApiUrl: string | null;
}

/** A variable that cannot be used; the message is a sentence for the person at the terminal. */
export class ConfigError extends Error {}

const ARXIV_API_URL = 'https://export.arxiv.org/api/query';
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const host = env.HOST || '127.0.0.1';
  const port = wholeNumber(env, 'PORT', 4000, 0, 65_535);
  const databaseUrl = postgresUrl(env.DATABASE_URL);
  const isFetching = oneOf(env, 'SOURCES', ['on', 'off'], 'on') === 'on';
  const arxivApiUrl = webAddress('ARXIV_API_URL', env.ARXIV_API_URL) ?? ARXIV_API_URL;
  return {
    host,
    port,
    publicUrl: webAddress('PUBLIC_URL', env.PUBLIC_URL) ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    databaseUrl,
    dataDir: resolve(env.DATA_DIR || './data'),
    poolSize: wholeNumber(env, 'POOL', 10, 1, 1000),
    feedTimeZone: timeZone(env.FEED_TIME_ZONE),
    sampleData: oneOf(env, 'SAMPLE_DATA', ['on', 'off'], databaseUrl ? 'off' : 'on') === 'on',
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
    openId: openIdSettings(env.OIDC_ISSUER, env.OIDC_AUDIENCE),
    submissionRules: {
      maxPerDay: wholeNumber(env, 'SUBMISSIONS_PER_DAY', 10, 1, 100_000),
      maxAgeDays: wholeNumber(env, 'SUBMISSION_MAX_AGE_DAYS', 14, 0, 100_000) || null,
      isFetching,
    },
    arxivApiUrl: isFetching ? arxivApiUrl : null,
  };
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
