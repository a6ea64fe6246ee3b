import { type ApolloServer } from '@apollo/server';
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import type { Context } from '../../graphql/context';
import { serviceUnavailable } from '../../graphql/errors';
import { chargeRequests } from '../charging';
import { statusOfRefusal } from '../http-errors';
import { type Origins, refuseForeignPage } from '../protocol/origins';
import { readParameters } from '../protocol/parameters';
import { Refusal } from '../protocol/refusal';
import { whenOver } from '../requests/open-requests';
import { EventStream } from './event-stream';
import { type Answer, isRefusal, openSubscription } from './subscription-runner';
import type { OperationRequest } from '../requests/by-apollo';
import type { ClientParts } from './web-socket-client';

const METHODS = ['GET', 'POST'];
const MEDIA_TYPE = 'text/event-stream';

export interface EventStreamParts extends ClientParts {
  apollo: ApolloServer<Context>;
  corsOrigins: Origins;
}

/** `/graphql/stream`: a subscription as a stream of events, one for each connection. */
export const eventStreamRoute: FastifyPluginCallback<EventStreamParts> = (server, parts, done) => {
  server.addHook('onRequest', (_request, reply, next) => {
    reply.headers({ 'cache-control': 'no-store', vary: 'Accept, Authorization, Origin' });
    next();
  });
  chargeRequests(server, parts);
  server.route({
    url: '/graphql/stream',
    method: METHODS,
    exposeHeadRoute: false,
    handler: (request, reply) => stream(parts, request, reply),
  });
  const refuseMethod = ({ method }: FastifyRequest) => {
    throw new Refusal(405, `${method} is no way to subscribe: send a POST, or a GET.`, {
      allow: [...METHODS, 'OPTIONS'].join(', '),
    });
  };
  server.route({
    url: '/graphql/stream',
    method: server.supportedMethods.filter((method) => !METHODS.includes(method)),
    onRequest: refuseMethod,
    handler: refuseMethod,
  });
  done();
};

async function stream(parts: EventStreamParts, request: FastifyRequest, reply: FastifyReply) {
  const asked = requireSubscription(parts, request);
  const over = new AbortController();
  const events = new EventStream(reply.raw, request.ip, parts);
  const remove = parts.connections.add(events);
  whenOver(request.raw, reply.raw, () => {
    over.abort();
    remove();
  });
  const { authorization } = request.headers;
  const opened = await openSubscription(
    parts,
    asked,
    {
      authorization,
      address: request.ip,
      admit: (viewer) => parts.connections.addSubscription(events, viewer, over.signal),
    },
    over.signal,
  );
  if ('refusal' in opened) return refuse(reply, opened.refusal);
  reply.hijack();
  events.begin(reply.getHeaders());
  await sendAll(parts, events, opened.answers);
  over.abort();
}

/** What can be refused before the subscription is looked at. */
function requireSubscription(parts: EventStreamParts, request: FastifyRequest): OperationRequest {
  const { lifecycle, corsOrigins, limits, connections } = parts;
  if (request.method === 'GET') refuseForeignPage(request, corsOrigins);
  if (!lifecycle.deployment) throw serviceUnavailable('This server is starting or stopping; try again in a second.');
  if (!new Negotiator(request.raw).mediaType([MEDIA_TYPE])) {
    throw new Refusal(406, `Accept does not take ${MEDIA_TYPE}, which is all that there is here; name it.`);
  }
  const { query, operationName, variables } = readParameters(request, limits);
  if (!query) throw new Refusal(400, 'The request has no "query"; it takes a GraphQL document as a string.');
  connections.requirePlace(request.ip);
  return { query, operationName, variables };
}

async function sendAll({ metrics }: EventStreamParts, events: EventStream, answers: AsyncGenerator<Answer>) {
  for await (const answer of answers) {
    if (!(await events.send('next', answer))) return;
    if (!isRefusal(answer)) metrics.live.noteEvent('sse');
  }
  await events.send('complete', null);
  events.end();
}

function refuse(reply: FastifyReply, { errors = [] }: Answer) {
  const { code, retryAfterSeconds } = errors[0]?.extensions ?? {};
  const status = statusOfRefusal(code);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(Number(retryAfterSeconds)));
  return reply.code(status).type('application/json; charset=utf-8').send({ errors });
}
