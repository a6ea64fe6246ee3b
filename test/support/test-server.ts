import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApp } from '../../src/app';
import type { Database } from '../../src/db/database';
import { importFile } from '../../src/ingestion/import-file';
import type { VerifyToken } from '../../src/access/sign-in/openid-issuer';
import { createAccessToken } from '../../src/access/access-token.service';
import { createUser } from '../../src/users/user.service';
import type { SubmissionRules } from '../../src/graphql/context';
import type { Scope } from '../../src/graphql/viewer';
import { Lifecycle } from '../../src/web/lifecycle';
import { apiClient } from './api-client';
import { createTestDatabase } from './test-database';

export interface Answer<Data = Record<string, never>> {
  data?: Data;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string; [key: string]: unknown } }[];
}

export interface TestServer {
  /** `http://127.0.0.1:PORT`. */
  url: string;
  database: Database;
  /** Sends an operation as a client would, as the owner of a token or as nobody. */
  ask: <Data>(query: string, variables?: object, token?: string) => Promise<Answer<Data>>;
  /** As `ask`, and fails unless it went without errors. */
  data: <Data>(query: string, variables?: object, token?: string) => Promise<Data>;
  /** Makes a person and answers a token of theirs. */
  signUp: (handle: string, scopes?: Scope[]) => Promise<string>;
  close: () => Promise<void>;
}

export const FEED_TIME_ZONE = 'UTC';
export const SUBMISSION_RULES: SubmissionRules = { maxPerDay: 10, maxAgeDays: 14, isFetching: true };
export const SAMPLE = join(__dirname, '../../sample/daily-papers-2025-12-10.txt');

/** The whole server over a database of its own, on a free port, with the bundled papers where asked for. */
export async function startTestServer(
  options: {
    sample?: boolean;
    feedTimeZone?: string;
    verifyToken?: VerifyToken;
    submissionRules?: Partial<SubmissionRules>;
  } = {},
): Promise<TestServer> {
  const { database, drop } = await createTestDatabase();
  if (options.sample) await importFile(database, SAMPLE);
  const lifecycle = new Lifecycle();
  const { feedTimeZone = FEED_TIME_ZONE } = options;
  const submissionRules = { ...SUBMISSION_RULES, ...options.submissionRules };
  const deployment = { database, publicUrl: 'https://papers.example', feedTimeZone, submissionRules };
  lifecycle.phase = { name: 'ready', deployment };
  const log = pino({ level: process.env.DP_TEST_LOG ?? 'silent' });
  const server = await createApp(lifecycle, log, options.verifyToken);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;

  return {
    url,
    database,
    ...apiClient(url),
    async signUp(handle, scopes = ['read', 'vote']) {
      await createUser(database, { handle, role: 'MEMBER' });
      return (await createAccessToken(database, { handle, name: 'test', scopes, expiresAt: null })).secret;
    },
    async close() {
      await server.close();
      await drop();
    },
  };
}
