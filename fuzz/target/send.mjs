import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';

/** Who waits longer gets no answer any more. */
const PATIENCE_MS = 15_000;

/** Answers a function that sends a request to the server and answers what came back. */
export function sender(url, concurrency) {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const address = { host: hostname, port };
  return {
    close: () => agent.destroy(),
    async send(request) {
      const startedAt = performance.now();
      const answer = await (request.raw ? sendBytes(address, request.raw) : sendHttp(address, agent, request));
      return { ...answer, elapsedMs: performance.now() - startedAt };
    },
  };
}

function sendHttp(address, agent, { method, path, headers, body }) {
  return new Promise((resolve) => {
    const fail = (error) => resolve({ status: null, headers: {}, text: '', failure: error.message });
    const sent = httpRequest({ ...address, agent, method, path, headers: withLength(headers, body) }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }),
      );
    });
    // Nothing here upgrades, so the answer to somebody who wants to is the usual one.
    sent.on('upgrade', (_response, socket) => socket.destroy(new Error('upgraded')));
    sent.on('error', fail);
    sent.setTimeout(PATIENCE_MS, () => sent.destroy(new Error(`no answer within ${PATIENCE_MS / 1000} s`)));
    sent.end(body);
  });
}

function withLength(headers, body) {
  return body === null ? headers : { ...headers, 'content-length': Buffer.byteLength(body) };
}

/** Sends bytes, ends its side of the connection, and answers all that comes until the server ends the other. */
function sendBytes(address, bytes) {
  return new Promise((resolve) => {
    const chunks = [];
    const socket = connect(address);
    const done = (failure) => {
      socket.destroy();
      resolve({ ...readRaw(Buffer.concat(chunks).toString('latin1')), failure });
    };
    socket.setTimeout(PATIENCE_MS, () => done(`the connection was kept open for ${PATIENCE_MS / 1000} s`));
    socket.on('data', (chunk) => chunks.push(chunk));
    // Whoever is refused while still sending may be cut off.
    socket.on('error', () => done());
    socket.on('close', () => done());
    socket.end(bytes);
  });
}

/** The worst of the statuses that came. */
function readRaw(text) {
  const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
  return { status: statuses.length ? Math.max(...statuses) : null, headers: {}, text };
}
