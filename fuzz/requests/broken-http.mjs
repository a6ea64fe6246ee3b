import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { HOSTILE_TEXTS } from '../grammar/hostile-texts.mjs';
import { oneOf, times } from '../random.mjs';
import { asGet, asPost } from './plain-http.mjs';

const CONTENT_TYPES = [
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'x',
    '',
  ],
  ...[
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/json;;;',
    'application/json, text/plain',
  ],
  ...[
    'APPLICATION/JSON',
    'application/json; charset="utf-8"',
    'application/json; charset=',
    'application/jsonx',
    ';',
    '*/*',
  ],
];
const ACCEPTS = [
  ...[
    '',
    '*/*',
    'text/html',
    'application/graphql-response+json',
    'multipart/mixed; deferSpec=20220824',
    'text/event-stream',
  ],
  ...[
    'application/json;q=0',
    'application/*;q=abc',
    ',,,',
    ';',
    'application/graphql-response+json;charset=utf-16',
    `${'a/b,'.repeat(500)}c/d`,
  ],
];
const BEARERS = [
  ...[
    '',
    'Bearer',
    'Bearer ',
    'Bearer  ',
    'bearer dp_',
    'Basic YTpi',
    'Bearer a.b.c',
    'Bearer ..',
    'Bearer a.b.',
    'Bearer null',
  ],
  ...[
    `Bearer dp_${'0'.repeat(36)}`,
    `Bearer dp_${'a'.repeat(5000)}`,
    'Bearer \u00e9\u00ff',
    'Bearer a b',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
  ],
];
const METHODS = ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'PURGE', 'SEARCH', 'QUERY'];
const PATHS = [
  ...[
    '/',
    '/graphql/',
    '/graphql/stream',
    '/GraphQL',
    '/graphiql',
    '/graphiql/',
    '/graphiql/assets/x.js',
    '/livez',
    '/readyz',
    '/metrics',
  ],
  ...[
    '/schema.graphql',
    '/papers/',
    '/papers/x',
    '/papers/%',
    '/papers/%ff',
    '/papers/%00',
    '/papers/..%2f..%2fetc%2fpasswd',
    '/favicon.ico',
  ],
  ...[
    '/graphiql/assets/../../package.json',
    '/graphiql/assets/%2e%2e%2fapp.js',
    '//graphql',
    '/graphql;x',
    '/graphql%00',
    '/?',
    '/%',
    '*',
  ],
];
const PARAMETERS = [null, 0, 1.5, true, '', 'x', [], [1], {}, { a: { b: [] } }, [[]], '{}', '{"a":1}'];
const JSON_BODIES = [
  ...[
    '',
    ' ',
    'null',
    '0',
    '"x"',
    '[]',
    '{}',
    '[[[[',
    '{"query":',
    '{"query":"{ viewer { id } }"',
    "{'query':1}",
    '{"query":"\\ud800"}',
  ],
  ...[
    '[{"query":"{ viewer { id } }"}]',
    '{"query":"{ viewer { id } }","query":"{"}',
    '{"__proto__":{"query":"{ viewer { id } }"}}',
  ],
  ...[
    '{"query":"{ viewer { id } }","variables":{"__proto__":{"a":1}}}',
    '{"query":"{ viewer { id } }","constructor":{"prototype":{}}}',
  ],
  ...[
    '\ufeff{"query":"{ viewer { id } }"}',
    '{"query":"{ viewer { id } }"}\0',
    '{"query":"{ viewer { id } }"}}',
    '{"query":"\n"}',
    'NaN',
  ],
  ...[
    '{"query":"{ viewer { id } }","variables":"\\ud800"}',
    '{"query":"{ viewer { id } }","operationName":"\\ud800\\u0000"}',
  ],
  ...[
    '['.repeat(30_000),
    '{"a":'.repeat(15_000),
    `{"query":"{ viewer { id } }","variables":{"a":${'['.repeat(9000)}${']'.repeat(9000)}}}`,
  ],
];
const HEADERS = [
  ...[
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'br' },
    { 'content-encoding': 'x' },
    { expect: '100-continue' },
  ],
  ...[
    { 'if-none-match': '*' },
    { 'if-none-match': '"x", W/"y"' },
    { 'if-modified-since': 'never' },
    { range: 'bytes=0-1' },
  ],
  ...[
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { host: 'evil.example:99999' },
    { host: '' },
    { cookie: 'a=b; __proto__=c' },
  ],
  ...[{ 'x-forwarded-for': '1.2.3.4, ::1, x' }, { 'x-forwarded-for': '9'.repeat(2000) }, { forwarded: 'for="[::1"' }],
  ...[
    { 'x-http-method-override': 'DELETE' },
    { 'x-request-id': 'a"b\\' },
    { traceparent: '00-x' },
    { 'content-language': '\u00e9' },
  ],
  ...[
    { 'accept-encoding': 'gzip;q=x' },
    { 'accept-language': ','.repeat(500) },
    { 'x-long': 'x'.repeat(20_000) },
    { upgrade: 'websocket', connection: 'upgrade' },
  ],
  ...[Object.fromEntries(times(150, (_, index) => [`x-many-${index}`, 'x']))],
];
const HASHES = ['', 'x', '0'.repeat(64), 'g'.repeat(64), null, 1, {}, [], '\0'];
const VERSIONS = [1, 1, 1, 0, 2, -1, '1', null, {}, 1e308];

/** A request with something wrong in its HTTP, made of an operation that may be right. */
export function brokenHttp(random, operation, token) {
  const post = asPost(operation, token);
  return { ...oneOf(random, WAYS)(random, operation, post), operation: null };
}

const WAYS = [
  (random, _operation, post) => withHeaders(post, { 'content-type': oneOf(random, CONTENT_TYPES) }),
  (random, _operation, post) => withHeaders(post, { accept: oneOf(random, ACCEPTS) }),
  (random, _operation, post) => withHeaders(post, { authorization: oneOf(random, BEARERS) }),
  (random, _operation, post) => withHeaders(post, oneOf(random, HEADERS)),
  (random, _operation, post) => withHeaders({ ...post, body: gzipSync(post.body) }, { 'content-encoding': 'gzip' }),
  (random, _operation, post) => elsewhere({ ...post, method: oneOf(random, METHODS) }),
  (random, _operation, post) =>
    elsewhere({ ...post, method: oneOf(random, ['GET', 'POST']), path: oneOf(random, PATHS) }),
  (random, operation, post) => ({ ...post, path: asGet(operation).path }),
  (_random, operation, post) => withHeaders({ ...asGet(operation), body: post.body }, post.headers),
  (random, operation, post) => ({ ...post, body: withOddParameter(random, operation) }),
  (random, _operation, post) => ({ ...post, body: oneOf(random, JSON_BODIES) }),
  (random, _operation, post) => ({ ...post, body: withBytes(random, post.body) }),
  (random, _operation, post) => ({ ...post, body: Buffer.from(post.body, oneOf(random, ['utf16le', 'latin1'])) }),
  (random, operation, post) => ({ ...post, body: JSON.stringify(withPersisted(random, operation)) }),
  (random, operation) => asGet(withPersisted(random, operation)),
  (random) => ({ ...asGet({ query: '' }), path: `/graphql?${oddQueryString(random)}` }),
  (random, operation, post) => {
    const name = oneOf(random, [...Object.values(HOSTILE_TEXTS), 'x'.repeat(5000), '\ud800', '\0']);
    return { ...post, body: JSON.stringify({ ...operation, operationName: name }) };
  },
];

function withHeaders(request, headers) {
  return { ...request, headers: { ...request.headers, ...headers } };
}

/** Where no GraphQL is answered, the answer need not be in its shape. */
function elsewhere(request) {
  return { ...request, isGraphql: false };
}

function withOddParameter(random, operation) {
  const name = oneOf(random, ['query', 'variables', 'operationName', 'extensions', 'http', 'batch']);
  return JSON.stringify({ ...operation, [name]: oneOf(random, PARAMETERS) });
}

/** The body with some bytes that are no UTF-8. */
function withBytes(random, body) {
  const bytes = Buffer.from(body);
  for (const _ of times(1 + random(4), () => null)) bytes[random(bytes.length)] = random(256);
  return bytes;
}

/** An operation by its hash, with or without its document. */
function withPersisted(random, { query, variables }) {
  const right = createHash('sha256').update(query).digest('hex');
  const sha256Hash = oneOf(random, [right, right, right.toUpperCase(), ...HASHES]);
  const extensions = oneOf(random, [
    { persistedQuery: { version: oneOf(random, VERSIONS), sha256Hash } },
    { persistedQuery: { version: 1, sha256Hash: right } },
    { persistedQuery: oneOf(random, PARAMETERS) },
  ]);
  return { ...(random(2) && { query }), variables, extensions };
}

function oddQueryString(random) {
  const names = ['query', 'variables', 'operationName', 'extensions', 'a[b]', '__proto__', '%', ''];
  const values = [
    '',
    '%',
    '%ff',
    '%00',
    '{viewer{id}}',
    '{}',
    '%7B%22__proto__%22:1%7D',
    '%5B%5D',
    'null',
    '%ed%a0%80',
    '+',
  ];
  return times(1 + random(5), () => `${oneOf(random, names)}=${oneOf(random, values)}`).join('&');
}
