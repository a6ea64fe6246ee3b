import { randomUUID } from 'node:crypto';
import { METHODS as METHODS_OF_NODE } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import fastify, { FastifyBaseLogger, FastifyInstance, LogController } from 'fastify';
import type { VerifyToken } from '../access/sign-in/openid-issuer';
import type { Context } from '../graphql/context';
import type { Limits } from '../graphql/limits';
import { documentCheck } from '../limits/check-document';
import type { Metrics } from '../metrics/metrics';
import { metricsRoute } from '../metrics/metrics-route';
import type { KnownOperations } from './answering/known-operations';
import type { shortWay } from './answering/short-way';
import { lookFirst } from './answering/first-look';
import { KnownRequests } from './answering/known-requests';
import { RepeatedRequests } from './answering/repeated-requests';
import { clientAddressBy } from './requests/client-address';
import { drainAtStop } from './requests/drain';
import { leaveBeforeStop } from './requests/leave';
import { UnansweredRequests } from './requests/unanswered-requests';
import type { LogFailure } from './failures/failure-log';
import { graphiqlPage } from './graphiql-page';
import { graphqlRoute } from './graphql-route';
import { health } from './health';
import { sendError } from './http-errors';
import type { Lifecycle } from './lifecycle';
import { Connections } from './live/connections';
import { eventStreamRoute } from './live/event-stream-route';
import { takeWebSockets } from './live/web-socket-server';
import { paperPage } from './paper-page';
import { answerClientError } from './protocol/client-errors';
import { takeJsonAlone } from './protocol/json';
import { allowOrigins, Origins } from './protocol/origins';
import { PersistedDocuments } from './protocol/persisted-documents';
import { ResponseOfATurn } from './protocol/response-of-a-turn';
import { securityHeaders } from './protocol/security-headers';

/** What a deployment settles before its database is there. */
export interface HttpSettings {
  /** Checks tokens of the OpenID Connect issuer; null where this deployment trusts none. */
  verifyToken: VerifyToken | null;
  limits: Limits;
  publicUrl: string;
  /** Whose pages may read the API. */
  corsOrigins: Origins;
  metrics: Metrics;
  /** Whoever sends it as a bearer may read the metrics; null lets this machine alone read them. */
  metricsToken: string | null;
  /** The proxies whose word on where a request comes from is believed; null for nobody's. */
  trustedProxies: string[] | null;
}

export interface HttpServerParts extends HttpSettings {
  apollo: ApolloServer<Context>;
  known: KnownOperations;
  answerKnown: ReturnType<typeof shortWay>;
  lifecycle: Lifecycle;
  log: FastifyBaseLogger;
  logFailure: LogFailure;
  /** An operation that takes longer is written to the log. */
  slowOperationMs: number;
  /** The schema in SDL, as `/schema.graphql` serves it. */
  sdl: string;
  graphiqlDir: string;
}

/** Everything that is served, in the order in which a reader meets it. */
export async function createHttpServer(parts: HttpServerParts): Promise<FastifyInstance> {
  const headers = securityHeaders(parts.publicUrl);
  const server = fastify({
    http: { ServerResponse: ResponseOfATurn },
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: parts.trustedProxies ?? false,
    bodyLimit: parts.limits.bodyBytes,
    genReqId: () => randomUUID(),
    // Each line of the log names its request itself.
    childLoggerFactory: (log) => log,
    // Who comes while the server stops is answered in our words.
    return503OnClosing: false,
    // An address that is none, before a route is looked for.
    frameworkErrors: (error, request, reply) =>
      void sendError(parts, error, request, reply.headers(headers).header('x-request-id', request.id)),
    clientErrorHandler: (error, socket) => answerClientError(error, socket, headers),
  });
  // What Fastify does not know by itself would be told that there is nothing here, rather than which methods there are.
  for (const method of METHODS_OF_NODE) {
    if (!server.supportedMethods.includes(method)) server.addHttpMethod(method, { hasBody: true });
  }
  takeJsonAlone(server, parts.limits);
  const listening = {
    ...parts,
    headers,
    connections: new Connections(parts.limits, parts.metrics),
    checkDocument: documentCheck(parts.limits),
  };
  const unanswered = new UnansweredRequests(server);
  const addressOf = clientAddressBy(parts.trustedProxies);
  const answering = { ...parts, addressOf, unanswered, documents: new PersistedDocuments(parts.limits) };
  const repeated = new RepeatedRequests(answering);
  const knownRequests = new KnownRequests({ ...answering, repeated });
  lookFirst(server.server, [repeated, knownRequests]);
  leaveBeforeStop(server, parts.lifecycle, unanswered);
  // Before the stop waits for answers: theirs would never end.
  server.addHook('preClose', (done) => {
    listening.connections.stop();
    done();
  });
  drainAtStop(server, parts.lifecycle, unanswered);
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
    // The route and never the address, which may hold a document with somebody's words in it.
    parts.log.debug(
      { requestId: request.id, method, route: routeOptions.url, status: reply.statusCode, milliseconds },
      'request',
    );
    done();
  });
  server.setErrorHandler<Error>((error, request, reply) => sendError(parts, error, request, reply));
  server.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send('There is nothing here. The API is at /graphql, GraphiQL at /graphiql, the schema at /schema.graphql.\n'),
  );

  await server.register(health, { lifecycle: parts.lifecycle });
  await server.register(metricsRoute, parts);
  await server.register(async (api) => {
    await allowOrigins(api, parts.corsOrigins);
    await api.register(graphqlRoute, { ...answering, repeated, knownRequests });
    await api.register(eventStreamRoute, listening);
    api.get('/schema.graphql', (_request, reply) => reply.type('text/plain; charset=utf-8').send(parts.sdl));
  });
  takeWebSockets(server, listening);
  await server.register(graphiqlPage, { assetsDir: parts.graphiqlDir });
  await server.register(paperPage, { lifecycle: parts.lifecycle });
  server.get('/', (_request, reply) => reply.redirect('/graphiql'));
  return server;
}
