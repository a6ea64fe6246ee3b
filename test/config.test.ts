import { ConfigError, mostConnections, readConfig } from '../src/config';

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

describe('EMBEDDINGS_URL, EMBEDDINGS_MODEL and EMBEDDINGS_API_KEY', () => {
  const whole = {
    EMBEDDINGS_URL: 'http://127.0.0.1:8080/v1',
    EMBEDDINGS_MODEL: 'words',
    EMBEDDINGS_API_KEY: 'sk-secret',
  };

  it('name an endpoint, or none', () => {
    const { EMBEDDINGS_URL: url, EMBEDDINGS_MODEL: model, EMBEDDINGS_API_KEY: apiKey } = whole;
    expect(readConfig(whole).embeddings).toEqual({ url, model, apiKey });
    expect(readConfig({ ...whole, EMBEDDINGS_API_KEY: '' }).embeddings).toEqual({ url, model, apiKey: null });
    expect(readConfig({ ...whole, EMBEDDINGS_URL: '' }).embeddings).toBeNull();
    expect(readConfig({}).embeddings).toBeNull();
  });

  it.each([
    [{ EMBEDDINGS_MODEL: '' }, 'EMBEDDINGS_URL is set, but EMBEDDINGS_MODEL is not'],
    [{ EMBEDDINGS_MODEL: 'x'.repeat(201) }, 'EMBEDDINGS_MODEL cannot be used;'],
    [{ EMBEDDINGS_MODEL: 'a\0b' }, 'EMBEDDINGS_MODEL cannot be used;'],
    ...['sk-secret', 'ftp://sk-secret', 'https://me:sk-secret@host', 'https://host#sk-secret'].map((url) => [
      { EMBEDDINGS_URL: url },
      'EMBEDDINGS_URL cannot be used;',
    ]),
    ...['sk-secret\n', 'sk secret', 'sk-sécret'].map((key) => [
      { EMBEDDINGS_API_KEY: key },
      'EMBEDDINGS_API_KEY cannot be used;',
    ]),
  ] as [NodeJS.ProcessEnv, string][])('as %j are refused in a sentence that quotes no secret', (env, sentence) => {
    const refused = () => readConfig({ ...whole, ...env });
    expect(refused).toThrow(ConfigError);
    expect(refused).toThrow(sentence);
    expect(refused).not.toThrow(/s[eé]cret/);
  });
});

describe('CORS_ORIGINS', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['https://papers.example', ['https://papers.example']],
    [' https://a.example , http://localhost:3000,', ['https://a.example', 'http://localhost:3000']],
    ['*', '*'],
  ])('%j is %j', (text, origins) => {
    expect(readConfig({ CORS_ORIGINS: text }).corsOrigins).toEqual(origins);
  });

  it.each([
    ...['papers.example', 'https://papers.example/', 'https://papers.example/app', 'https://Papers.example'],
    ...['https://papers.example:443', 'https://*.example', 'null', 'file://', 'https://a.example https://b.example'],
  ])('is refused in a sentence where it has %j', (origin) => {
    expect(() => readConfig({ CORS_ORIGINS: `https://papers.example,${origin}` })).toThrow(
      new ConfigError(
        `CORS_ORIGINS has "${origin}"; it takes origins such as https://papers.example, without a path and separated by commas, or * alone for all.`,
      ),
    );
  });

  it('takes * alone or not at all', () => {
    expect(() => readConfig({ CORS_ORIGINS: 'https://papers.example,*' })).toThrow('CORS_ORIGINS has "*"');
  });
});

describe('TRUST_PROXY', () => {
  it('names nobody by default, and else addresses, networks and ranges', () => {
    expect(readConfig({}).trustedProxies).toBeNull();
    expect(readConfig({ TRUST_PROXY: '' }).trustedProxies).toBeNull();
    const named = 'loopback, 10.0.0.0/8,192.0.2.1 , fd00::/8, ::1';
    expect(readConfig({ TRUST_PROXY: named }).trustedProxies).toEqual([
      'loopback',
      '10.0.0.0/8',
      '192.0.2.1',
      'fd00::/8',
      '::1',
    ]);
  });

  it.each([
    'true',
    '1',
    '*',
    'nginx',
    '10.0.0.0/33',
    '10.0.0.0/',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.1,',
    '300.1.1.1',
    '10.1',
  ])('as %j is refused in a sentence', (text) => {
    expect(() => readConfig({ TRUST_PROXY: text })).toThrow(
      new ConfigError(
        `TRUST_PROXY is "${text}"; it takes addresses and networks of proxies, as in "127.0.0.1, 10.0.0.0/8", and loopback, linklocal, uniquelocal, separated by commas.`,
      ),
    );
  });
});

describe('points', () => {
  it.each(['ADDRESS_POINTS', 'USER_POINTS'])('of %s are no fewer than one request may cost', (name) => {
    expect(readConfig({ [name]: '12000' }).limits.cost).toBe(12_000);
    expect(() => readConfig({ [name]: '11999' })).toThrow(
      new ConfigError(
        `${name} is 11999, but a request may cost 12000 (MAX_COST) and would never be answered; it takes no less.`,
      ),
    );
    expect(readConfig({ [name]: '11999', MAX_COST: '11999' }).limits.cost).toBe(11_999);
  });
});

describe('SECRET_KEY, WEBHOOK_ALLOWED_HOSTS and WEBHOOK_WORKER', () => {
  it('turn webhooks on, and say where they may lead and who delivers', () => {
    const { secretBox, webhookAllowedHosts, isDelivering } = readConfig({});
    expect({ secretBox, webhookAllowedHosts, isDelivering }).toEqual({
      secretBox: null,
      webhookAllowedHosts: [],
      isDelivering: true,
    });
    const set = readConfig({
      SECRET_KEY: 'x'.repeat(32),
      WEBHOOK_ALLOWED_HOSTS: ' Receiver, 10.0.0.7:8080,[::1]:443, ',
      WEBHOOK_WORKER: 'off',
    });
    expect(set.secretBox).not.toBeNull();
    expect(set.webhookAllowedHosts).toEqual(['receiver', '10.0.0.7:8080', '[::1]:443']);
    expect(set.isDelivering).toBe(false);
  });

  it('never quote the key', () => {
    const refusal = 'SECRET_KEY has 31 characters; it takes at least 32, best made at random';
    expect(() => readConfig({ SECRET_KEY: 's'.repeat(31) })).toThrow(refusal);
    expect(() => readConfig({ SECRET_KEY: 's'.repeat(31) })).not.toThrow(/sss/);
  });

  it.each(['https://receiver', 'receiver/path', 'receiver:0', 'receiver:65536', '::1', 'two words', '*'])(
    'refuse %j as a host',
    (host) => {
      expect(() => readConfig({ WEBHOOK_ALLOWED_HOSTS: `good, ${host}` })).toThrow(
        `WEBHOOK_ALLOWED_HOSTS has "${host}"; it takes hosts, with a port or without, as in "receiver, 10.0.0.7:8080", separated by commas.`,
      );
    },
  );
});

describe('RESPONSE_CACHE_MB', () => {
  it('is counted in megabytes, and 0 keeps nothing', () => {
    expect(readConfig({})).toMatchObject({ responseCacheBytes: 64_000_000 });
    expect(readConfig({ RESPONSE_CACHE_MB: '0' })).toMatchObject({ responseCacheBytes: 0 });
  });

  it('is refused where it is no such number', () => {
    expect(() => readConfig({ RESPONSE_CACHE_MB: '-1' })).toThrow(
      'RESPONSE_CACHE_MB is "-1"; it takes a whole number from 0 to 100000.',
    );
  });
});

describe('WORKERS and POOL', () => {
  it('are one process with ten connections unless somebody says otherwise', () => {
    expect(readConfig({})).toMatchObject({ workers: 1, poolSize: 10 });
    expect(readConfig({ WORKERS: '4', POOL: '4' })).toMatchObject({ workers: 4, poolSize: 4 });
  });

  it.each([
    [{ WORKERS: '0' }, 'WORKERS is "0"; it takes a whole number from 1 to 64.'],
    [{ WORKERS: '65', POOL: '100' }, 'WORKERS is "65"; it takes a whole number from 1 to 64.'],
    [{ WORKERS: 'max' }, 'WORKERS is "max"; it takes a whole number from 1 to 64.'],
    [{ WORKERS: '-1' }, 'WORKERS is "-1"; it takes a whole number from 1 to 64.'],
    [
      { WORKERS: '4', POOL: '3' },
      'WORKERS is 4, but POOL is 3, and each worker takes one connection at least: set POOL to 4 or more.',
    ],
  ] as [NodeJS.ProcessEnv, string][])('as %j are refused in a sentence', (env, sentence) => {
    expect(() => readConfig(env)).toThrow(new ConfigError(sentence));
  });

  it.each([
    [1, 10, 15],
    // Of the requests, of one worker with the background and three without, and of one that comes in another's place.
    [4, 10, 10 + 5 + 3 * 3 + 3 + 5],
  ])('as %d and %d are up to %d connections', (workers, poolSize, connections) => {
    expect(mostConnections({ workers, poolSize })).toBe(connections);
  });
});
