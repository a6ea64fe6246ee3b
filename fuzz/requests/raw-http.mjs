import { oneOf, times } from '../random.mjs';

const HOST = 'Host: x\r\n';
const JSON_HEADERS = `${HOST}Content-Type: application/json\r\n`;

/** Bytes of a connection that are no request, or a broken one. */
export function rawHttp(random, operation, token) {
  const body = JSON.stringify(operation);
  const bearer = token ? `Authorization: Bearer ${token}\r\n` : '';
  return { raw: Buffer.from(oneOf(random, RAW)(random, body, bearer), 'latin1'), isGraphql: false, operation: null };
}

const post = (headers, body) => `POST /graphql HTTP/1.1\r\n${JSON_HEADERS}${headers}\r\n${body}`;
const lengthOf = (body) => `Content-Length: ${Buffer.byteLength(body, 'latin1')}\r\n`;
const chunk = (body) => `${Buffer.byteLength(body, 'latin1').toString(16)}\r\n${body}\r\n`;

const RAW = [
  // Bodies that end too early, and lengths that are none.
  (random, body, bearer) => post(bearer + lengthOf(body), body.slice(0, random(body.length))),
  (_random, body) => post('Content-Length: -1\r\n', body),
  (_random, body) => post('Content-Length: 99999999999999999999\r\n', body),
  (_random, body) => post('Content-Length: 5\r\nContent-Length: 6\r\n', body),
  (_random, body) => post(`Content-Length: 1\r\n`, body),
  (_random, body) => post('', body),
  (_random, body) => post(`${lengthOf(body)}Transfer-Encoding: chunked\r\n`, `0\r\n\r\n${body}`),
  // Chunks.
  (_random, body, bearer) => post(`${bearer}Transfer-Encoding: chunked\r\n`, `${chunk(body)}0\r\n\r\n`),
  (random, body) => post('Transfer-Encoding: chunked\r\n', `${chunk(body.slice(0, random(body.length)))}`),
  (_random, body) => post('Transfer-Encoding: chunked\r\n', `xyz\r\n${body}`),
  (_random, body) => post('Transfer-Encoding: gzip, chunked\r\n', `${chunk(body)}0\r\n\r\n`),
  (_random, body) => post('Transfer-Encoding: identity\r\n', body),
  () => post('Transfer-Encoding: chunked\r\n', `${'1\r\na\r\n'.repeat(3000)}0\r\n\r\n`),
  // Several requests in one connection.
  (_random, body) => times(5, () => post(lengthOf(body), body)).join(''),
  (_random, body) => `${post(lengthOf(body), body)}GARBAGE\r\n\r\n`,
  // What is no request of HTTP 1.1.
  () => 'GET /graphql\r\n\r\n',
  () => `GET /graphql HTTP/9.9\r\n${HOST}\r\n`,
  () => `GET /graphql HTTP/1.0\r\n\r\n`,
  () => `GET /graphql?query={viewer{id}} HTTP/1.1\r\n\r\n`,
  () => `GET /graphql?query={viewer{id}} HTTP/1.1\n${HOST}\n`,
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  () => `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`,
  () => `GET http://evil.example/graphql HTTP/1.1\r\n${HOST}\r\n`,
  () => `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`,
  () => `FOO /graphql HTTP/1.1\r\n${HOST}\r\n`,
  () => 'POST /graphql HTTP/1.1\r\nHost: x',
  // Headers.
  () => post('Expect: something\r\nContent-Length: 2\r\n', '{}'),
  () => post('X\x00Y: z\r\nContent-Length: 0\r\n', ''),
  () => post('X: a\x01b\x7f\xff\r\nContent-Length: 0\r\n', ''),
  () => post('X: a\rSet-Cookie: b\r\nContent-Length: 0\r\n', ''),
  () => post(': empty\r\nContent-Length: 0\r\n', ''),
  () => post('Authorization: Bearer \xff\xfe\x80\r\nContent-Length: 2\r\n', '{}'),
  () => post(`Authorization: ${'x'.repeat(20_000)}\r\nContent-Length: 2\r\n`, '{}'),
  () => post(`${'a: b\r\n'.repeat(3000)}Content-Length: 2\r\n`, '{}'),
  () => post('Host: y\r\nContent-Length: 2\r\n', '{}'),
  (random) => Buffer.from(times(1 + random(300), () => random(256))).toString('latin1'),
  // More than is taken.
  () => post('Content-Length: 1200000\r\n', 'x'.repeat(1_200_000)),
  () => post('Content-Length: 1200000\r\n', ''),
  () => post('Transfer-Encoding: chunked\r\n', chunk('x'.repeat(1_200_000))),
];
