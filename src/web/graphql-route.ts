import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { serviceUnavailable } from '../graphql/errors';
import type { Limits } from '../graphql/limits';
import { CheckDocument, documentCheck } from '../limits/check-document';
import { type AnsweringParts, answerRequest, type Asked, signIn } from './answering/answer-request';
import type { KnownRequests } from './answering/known-requests';
import type { RepeatedRequests } from './answering/repeated-requests';
import { chargeRequests } from './charging';
import { sendRevalidated, VARY } from './protocol/caching';
import { METHODS, Origins, refuseForeignPage } from './protocol/origins';
import { readParameters } from './protocol/parameters';
import { Refusal } from './protocol/refusal';
import { requireResponseType } from './protocol/response-type';
import { openRequestDatabase } from './requests/request-database';

declare module 'fastify' {
  interface FastifyRequest {
    /** What is asked, by whom and of which deployment; set before GraphQL runs. */
    asked?: Asked;
  }
}

interface GraphqlRouteSettings extends AnsweringParts {
  /** Told of what was answered here, for those that come like it. */
  repeated: RepeatedRequests;
  knownRequests: KnownRequests;
  corsOrigins: Origins;
  limits: Limits;
}

interface GraphqlRouteParts extends GraphqlRouteSettings {
  checkDocument: CheckDocument;
}

/** `/graphql`, by GET for queries and by POST for everything. */
export const graphqlRoute: FastifyPluginCallback<GraphqlRouteSettings> = (server, settings, done) => {
  const { limits } = settings;
  const parts = { ...settings, checkDocument: documentCheck(limits) };
  server.addHook('onRequest', (_request, reply, next) => {
    reply.headers({ 'cache-control': 'no-store', vary: VARY });
    next();
  });
  chargeRequests(server, parts);
  server.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    preHandler: (request, reply) => prepare(parts, request, reply),
    handler: (request, reply) => answer(parts, request, reply),
  });
  const refuseMethod = ({ method }: FastifyRequest) => {
    throw new Refusal(405, `${method} is no way to ask: send a POST, or a GET for queries.`, {
      allow: METHODS.join(', '),
    });
  };
  server.route({
    url: '/graphql',
    method: server.supportedMethods.filter((method) => !METHODS.includes(method)),
    onRequest: refuseMethod,
    handler: refuseMethod,
  });
  done();
};

/** What can be refused before GraphQL looks at the request, the cheapest first. */
async function prepare(parts: GraphqlRouteParts, request: FastifyRequest, reply: FastifyReply) {
  const { lifecycle, corsOrigins, documents, checkDocument } = parts;
  // HEAD is GET without the body.
  const method = request.method === 'POST' ? 'POST' : 'GET';
  if (method === 'GET') refuseForeignPage(request, corsOrigins);
  const { deployment } = lifecycle;
  const { charges } = request;
  if (!deployment || !charges) {
    throw serviceUnavailable('This server is starting or stopping; try again in a second.');
  }
  const responseType = requireResponseType(request.headers.accept);
  const parameters = readParameters(request, deployment.limits);
  const document = documents.find(parameters);
  checkDocument(document.source);
  const known = parts.known.find(document.source, parameters.operationName);
  const asker = { deployment, charges, database: openRequestDatabase(request.raw, reply.raw, deployment.requestPool) };
  const viewer = await signIn(parts, asker, request.headers.authorization);
  request.asked = { ...asker, requestId: request.id, method, viewer, parameters, document, known, responseType };
}

async function answer(parts: GraphqlRouteParts, { asked, raw }: FastifyRequest, reply: FastifyReply) {
  if (!asked) throw new Error('The request reached GraphQL without passing the checks before it.');
  const { method, viewer, responseType } = asked;
  const { result, text, headers, status, kept } = await answerRequest(parts, asked);
  if (method === 'GET' && result.data !== undefined && !result.errors) {
    return sendRevalidated(reply, responseType, text, viewer !== null);
  }
  const head = reply.type(responseType).getHeaders() as OutgoingHttpHeaders;
  if (kept) parts.repeated.learn(raw, head, kept);
  parts.knownRequests.learn(raw, head, responseType);
  return reply.code(status).headers(headers).send(text);
}
