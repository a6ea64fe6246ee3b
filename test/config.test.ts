import { ConfigError, readConfig } from '../src/config';

const AUDIENCE = 'https://papers.example/graphql';

describe('OIDC_ISSUER and OIDC_AUDIENCE', () => {
  it('are none where neither is set', () => {
    expect(readConfig({}).openId).toBeNull();
    expect(readConfig({ OIDC_ISSUER: '', OIDC_AUDIENCE: '' }).openId).toBeNull();
  });

  it.each([
    'https://id.example',
    'https://id.example/realms/papers/',
    'http://localhost:8080',
    'http://127.0.0.1:1',
    'http://[::1]:1',
  ])('name the issuer %j as it writes itself', (issuer) => {
    const { openId } = readConfig({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: AUDIENCE });
    expect(openId).toEqual({ issuer, audience: AUDIENCE });
  });

  it.each([
    [{ OIDC_ISSUER: 'https://id.example' }, 'OIDC_ISSUER is set, but OIDC_AUDIENCE is not; set both, or neither.'],
    [{ OIDC_AUDIENCE: AUDIENCE }, 'OIDC_AUDIENCE is set, but OIDC_ISSUER is not; set both, or neither.'],
    ...[
      ...['http://id.example', 'id.example', 'ftp://id.example', 'https://id.example?a=b', 'https://id.example#a'],
      ...['http://localhost.example', 'http://127.0.0.1.example'],
    ].map((issuer) => [
      { OIDC_ISSUER: issuer, OIDC_AUDIENCE: AUDIENCE },
      `OIDC_ISSUER is "${issuer}"; it takes an https:// address as the issuer writes itself, or http:// on this machine.`,
    ]),
  ] as [NodeJS.ProcessEnv, string][])('as %j are refused in a sentence', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(new ConfigError(sentence));
  });
});

describe('what may be submitted', () => {
  it('is ten papers a day that are at most fourteen days old, fetched from arXiv', () => {
    const { submissionRules, arxivApiUrl } = readConfig({});
    expect(submissionRules).toEqual({ maxPerDay: 10, maxAgeDays: 14, isFetching: true });
    expect(arxivApiUrl).toBe('https://export.arxiv.org/api/query');
  });

  it('is of any age where the age is 0, and only what is here where sources are off', () => {
    const env = { SUBMISSIONS_PER_DAY: '3', SUBMISSION_MAX_AGE_DAYS: '0', SOURCES: 'off' };
    const { submissionRules, arxivApiUrl } = readConfig(env);
    expect(submissionRules).toEqual({ maxPerDay: 3, maxAgeDays: null, isFetching: false });
    expect(arxivApiUrl).toBeNull();
  });

  it.each([
    [{ SUBMISSIONS_PER_DAY: '0' }, 'SUBMISSIONS_PER_DAY is "0"; it takes a whole number from 1 to 100000.'],
    [{ SOURCES: 'arxiv' }, 'SOURCES is "arxiv"; it takes one of on, off.'],
    [
      { ARXIV_API_URL: 'arxiv.org' },
      'ARXIV_API_URL is "arxiv.org"; it takes an address that begins with http:// or https://.',
    ],
  ] as [NodeJS.ProcessEnv, string][])('is refused in a sentence where it is %j', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(new ConfigError(sentence));
  });
});
