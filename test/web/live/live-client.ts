import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createClient, type Client, type ExecutionResult } from 'graphql-ws';
import { createClient as createStreamClient } from 'graphql-sse';
import { WebSocket, type ClientOptions } from 'ws';
import type { NewChange } from '../../../src/changes/record-change';
import { recordChanges } from '../../../src/changes/record-change';
import { numbered } from '../../changes/changes';
import { rememberSecret } from '../../support/secrets/known-secrets';
import type { Answer, TestServer } from '../../support/test-server';

type At = Pick<TestServer, 'url'>;

export const CHANGES = 'subscription ($after: String) { changes(after: $after) { cursor change { kind } } }';

export interface ChangesEvent {
  changes: { cursor: string; change: { kind: string } };
}

export const socketUrl = ({ url }: At) => `${url.replace('http', 'ws')}/graphql`;
export const streamUrl = ({ url }: At) => `${url}/graphql/stream`;

/** The client that most programs have, which neither tries again nor waits. */
export function webSocketClient(server: At, token?: string): Client {
  if (token) rememberSecret(token);
  return createClient({
    url: socketUrl(server),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token && { connectionParams: { Authorization: `Bearer ${token}` } }),
  });
}

export function eventStreamClient(server: At, token?: string) {
  if (token) rememberSecret(token);
  return createStreamClient({
    url: streamUrl(server),
    retryAttempts: 0,
    ...(token && { headers: { authorization: `Bearer ${token}` } }),
  });
}

/** Follows a subscription by either client: the data of its events, as many as are asked for at a time. */
export function follow<Data>(
  client: {
    iterate: (payload: { query: string; variables: Record<string, unknown> }) => AsyncIterableIterator<unknown>;
  },
  query: string,
  variables: Record<string, unknown>,
) {
  const events = client.iterate({ query, variables });
  // Asked for at once: of a subscription that ends before anybody waits, the iterator of graphql-sse never tells.
  let first: Promise<IteratorResult<unknown>> | null = events.next();
  first.catch(() => undefined);
  const next = async () => {
    const asked = first ?? events.next();
    first = null;
    const result = (await asked) as IteratorResult<ExecutionResult<Data>, undefined>;
    return result.value;
  };
  return {
    next,
    async take(count: number): Promise<Data[]> {
      const taken: Data[] = [];
      while (taken.length < count) {
        const { data, errors } = (await next()) ?? {};
        if (errors || !data) throw new Error(`An event came with errors: ${JSON.stringify(errors)}`);
        taken.push(data);
      }
      return taken;
    },
    end: () => events.return?.(),
  };
}

/** The cursor after which nothing came yet: what is written from now on is heard, whenever the subscription opens. */
export async function headCursor(server: Pick<TestServer, 'data'>): Promise<string> {
  const { changes } = await server.data<{ changes: { headCursor: string } }>('{ changes(first: 1) { headCursor } }');
  return changes.headCursor;
}

/** Writes so many changes, each in a transaction of its own. */
export async function write(server: Pick<TestServer, 'database'>, ...changes: Partial<NewChange>[]): Promise<void> {
  for (const change of changes) await recordChanges(server.database.pool, [numbered(1, change)]);
}

/** A WebSocket that says what a test makes it say. */
export async function rawSocket(server: At, options: ClientOptions = {}, protocol = 'graphql-transport-ws') {
  const socket = new WebSocket(socketUrl(server), protocol, options);
  const messages: { type: string; id?: string; payload?: unknown }[] = [];
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as (typeof messages)[number]));
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  await once(socket, 'open');
  return {
    socket,
    messages,
    closed,
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async untilMessages(count: number) {
      while (messages.length < count) {
        const end = await Promise.race([once(socket, 'message').then(() => null), closed]);
        if (end) throw new Error(`The connection was closed: ${JSON.stringify(end)}`);
      }
      return messages;
    },
  };
}

/** As `rawSocket`, once `connection_init` was acknowledged. */
export async function initiated(server: At, payload?: object) {
  const raw = await rawSocket(server);
  raw.send({ type: 'connection_init', payload });
  await raw.untilMessages(1);
  return raw;
}

const HANDSHAKE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol': 'graphql-transport-ws',
};

/** The answer to a handshake that is refused. */
export async function refusedHandshake(server: At, headers: Record<string, string> = {}, path = '/graphql') {
  const request = get(`${server.url}${path}`, { headers: { ...HANDSHAKE, ...headers } });
  request.on('upgrade', (_response, socket) => request.emit('error', new Error(`It was taken: ${socket.destroyed}`)));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, headers: response.headers, body, errors: errorsIn(body) };
}

function errorsIn(body: string): Answer['errors'] {
  return body.startsWith('{') ? (JSON.parse(body) as Answer).errors : undefined;
}
