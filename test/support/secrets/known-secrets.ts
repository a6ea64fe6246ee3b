import { appendFileSync, readFileSync } from 'node:fs';
import { runFile } from './run-folder';

/** Shorter ones are found by chance: "postgres" is a password, and a word of every log. */
const LEAST_LENGTH = 12;
const ACCESS_TOKEN = /\bdp_[0-9A-Za-z]{36}\b/g;
const WEBHOOK_SECRET = /\bwhsec_([0-9A-Za-z+/]{43}=)/g;

const known = new Set<string>();

/** From now on no database and no log of this run may hold the secret. */
export function rememberSecret(secret: string): void {
  if (secret.length < LEAST_LENGTH || known.has(secret)) return;
  known.add(secret);
  appendFileSync(runFile('secrets'), `${JSON.stringify(secret)}\n`);
}

/** As `rememberSecret` for each access token that a text shows, and for each secret of a webhook with the bytes behind it. */
export function rememberSecretsIn(text: string): void {
  for (const [token] of text.matchAll(ACCESS_TOKEN)) rememberSecret(token);
  for (const [secret, base64 = ''] of text.matchAll(WEBHOOK_SECRET)) {
    rememberSecret(secret);
    rememberSecret(base64);
    rememberSecret(Buffer.from(base64, 'base64').toString('hex'));
  }
}

export function rememberPasswordIn(url: string): void {
  rememberSecret(decodeURIComponent(new URL(url).password));
}

/** What a program is told in confidence: keys and tokens, and passwords inside of addresses. */
export function rememberSecretsOf(env: Record<string, string>): void {
  for (const [name, value] of Object.entries(env)) {
    if (/(?:KEY|TOKEN|SECRET|PASSWORD)$/.test(name)) rememberSecret(value);
    if (URL.canParse(value)) rememberPasswordIn(value);
  }
}

/** Those of this test file. */
export function knownSecrets(): string[] {
  return [...known];
}

/** Those of all test files so far. */
export function secretsOfRun(): string[] {
  const lines = readFileSync(runFile('secrets'), 'utf8').split('\n').filter(Boolean);
  return [...new Set(lines.map((line) => JSON.parse(line) as string))];
}
