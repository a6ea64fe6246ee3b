import type { ApolloServer } from '@apollo/server';
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { OperationTypeNode } from 'graphql';
import type { Context, Deployment } from '../graphql/context';
import type { RequestDatabase } from '../db/requests/request-database';
import { serviceUnavailable } from '../graphql/errors';
import type { Limits } from '../graphql/limits';
import type { Viewer } from '../graphql/viewer';
import { authenticate } from '../access/authenticate';
import { noteTokenUse } from '../access/note-token-use';
import type { VerifyToken } from '../access/sign-in/openid-issuer';
import { CheckDocument, documentCheck } from '../limits/check-document';
import type { KnownOperations } from './answering/known-operations';
import type { RepeatedRequests } from './answering/repeated-requests';
import { type Answered, serialize, type shortWay } from './answering/short-way';
import { chargeRequests } from './charging';
import type { RequestCharges } from '../rates/request-charges';
import type { Lifecycle } from './lifecycle';
import { sendRevalidated, VARY } from './protocol/caching';
import { METHODS, Origins, refuseForeignPage } from './protocol/origins';
import { Parameters, readParameters } from './protocol/parameters';
import { AskedDocument, PersistedDocuments } from './protocol/persisted-documents';
import { Refusal } from './protocol/refusal';
import { runByApollo } from './requests/by-apollo';
import { contextFor } from './requests/context-for';
import { openRequestDatabase } from './requests/request-database';
import { requireResponseType, ResponseType, statusFor } from './protocol/response-type';

declare module 'fastify' {
  interface FastifyRequest {
    /** What is asked, by whom and of which deployment; set before GraphQL runs. */
    asked?: Asked;
  }
}

interface Asked {
  deployment: Deployment;
  viewer: Viewer | null;
  database: RequestDatabase;
  charges: RequestCharges;
  parameters: Parameters;
  document: AskedDocument;
  responseType: ResponseType;
}

interface GraphqlRouteSettings {
  apollo: ApolloServer<Context>;
  known: KnownOperations;
  repeated: RepeatedRequests;
  answerKnown: ReturnType<typeof shortWay>;
  lifecycle: Lifecycle;
  verifyToken: VerifyToken | null;
  corsOrigins: Origins;
  limits: Limits;
}

interface Answer extends Answered {
  /** Where it does not follow from the answer. */
  status?: number;
}

interface GraphqlRouteParts extends GraphqlRouteSettings {
  documents: PersistedDocuments;
  checkDocument: CheckDocument;
}

/** `/graphql`, by GET for queries and by POST for everything. */
export const graphqlRoute: FastifyPluginCallback<GraphqlRouteSettings> = (server, settings, done) => {
  const { limits } = settings;
  const parts = { ...settings, documents: new PersistedDocuments(limits), checkDocument: documentCheck(limits) };
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
  const { lifecycle, verifyToken, corsOrigins, documents, checkDocument } = parts;
  if (request.method !== 'POST') refuseForeignPage(request, corsOrigins);
  const { deployment } = lifecycle;
  const { charges } = request;
  if (!deployment || !charges) {
    throw serviceUnavailable('This server is starting or stopping; try again in a second.');
  }
  const responseType = requireResponseType(request.headers.accept);
  const parameters = readParameters(request, deployment.limits);
  const document = documents.find(parameters);
  checkDocument(document.source);
  const database = openRequestDatabase(request, reply, deployment.requestPool);
  const noteUse = (accessTokenId: number) => noteTokenUse(deployment.database.pool, accessTokenId);
  const viewer = await authenticate({ database, verifyToken, noteUse }, request.headers.authorization);
  if (viewer) charges.signIn(viewer.userId);
  request.asked = { deployment, viewer, database, charges, parameters, document, responseType };
}

async function answer(parts: GraphqlRouteParts, request: FastifyRequest, reply: FastifyReply) {
  if (!request.asked) throw new Error('The request reached GraphQL without passing the checks before it.');
  const { asked } = request;
  const { document, responseType, viewer } = asked;
  const { result, text, headers, status, kept } =
    (await answerKnown(parts, request, asked)) ?? (await answerByApollo(parts, request, asked));
  await asked.charges.chargeRefusal();
  if (result.data !== undefined) parts.documents.keep(document);
  if (request.method !== 'POST' && result.data !== undefined && !result.errors) {
    return sendRevalidated(reply, responseType, text, viewer !== null);
  }
  reply.headers(headers);
  reply.code(status ?? statusFor(responseType, result)).type(responseType);
  if (kept) parts.repeated.learn(request.raw, reply.getHeaders(), kept);
  return text;
}

/** By the short way, where the operation was answered before. */
async function answerKnown(parts: GraphqlRouteParts, request: FastifyRequest, asked: Asked): Promise<Answer | null> {
  const { source } = asked.document;
  const { operationName, variables } = asked.parameters;
  const known = parts.known.find(source, operationName);
  const kind = known?.operation.operation;
  // By GET there are queries alone, and subscriptions nowhere here, which Apollo's way says.
  const isAnswered =
    kind === OperationTypeNode.QUERY || (kind === OperationTypeNode.MUTATION && request.method === 'POST');
  if (!known || !isAnswered) return null;
  const context = contextOf(request, asked);
  const { keptAnswers } = parts.lifecycle;
  return parts.answerKnown({ known, operationName, variables, context, deployment: asked.deployment, keptAnswers });
}

async function answerByApollo({ apollo }: GraphqlRouteParts, request: FastifyRequest, asked: Asked): Promise<Answer> {
  const { operationName, variables } = asked.parameters;
  // HEAD is GET without the body: queries alone.
  const method = request.method === 'POST' ? 'POST' : 'GET';
  const operation = { query: asked.document.source, operationName, variables };
  const { http, result } = await runByApollo(apollo, operation, method, contextOf(request, asked));
  // Apollo's other statuses suit one of the two media types alone.
  return {
    result,
    text: serialize(result),
    headers: Object.fromEntries(http.headers),
    kept: null,
    ...(http.status === 405 && { status: 405 }),
  };
}

function contextOf({ id }: FastifyRequest, { deployment, database, viewer, charges }: Asked): Context {
  return contextFor(deployment, { database, viewer, charges, requestId: id, subscription: null });
}
