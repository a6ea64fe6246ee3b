import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import fastify, { FastifyBaseLogger, FastifyInstance, LogController } from 'fastify';
import type { VerifyToken } from '../access/sign-in/openid-issuer';
import type { Context } from '../graphql/context';
import { MAX_BODY_BYTES } from '../limits/limits';
import { graphiqlPage } from './graphiql-page';
import { graphqlRoute } from './graphql-route';
import { health } from './health';
import { sendError } from './http-errors';
import type { Lifecycle } from './lifecycle';
import { paperPage } from './paper-page';

export interface HttpServerParts {
  apollo: ApolloServer<Context>;
  lifecycle: Lifecycle;
  log: FastifyBaseLogger;
  /** Checks tokens of the OpenID Connect issuer; null where this deployment trusts none. */
  verifyToken: VerifyToken | null;
  /** The schema in SDL, as `/schema.graphql` serves it. */
  sdl: string;
  graphiqlDir: string;
}

/** Everything that is served, in the order in which a reader meets it. */
export async function createHttpServer(parts: HttpServerParts): Promise<FastifyInstance> {
  const server = fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    genReqId: () => randomUUID(),
    // Each line of the log names its request itself.
    childLoggerFactory: (log) => log,
    // Connections that wait for nothing are closed at the stop; those with a request are answered first.
    forceCloseConnections: 'idle',
  });
  // Anything but application/json would be a simple request, which a foreign page could send.
  server.removeContentTypeParser('text/plain');
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    // A kept connection would hold the stop up until its client lets go.
    if (parts.lifecycle.phase.name === 'stopping') reply.header('connection', 'close');
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
  server.setErrorHandler(sendError);
  server.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send('There is nothing here. The API is at /graphql, GraphiQL at /graphiql, the schema at /schema.graphql.\n'),
  );

  await server.register(health, { lifecycle: parts.lifecycle });
  await server.register(graphqlRoute, parts);
  await server.register(graphiqlPage, { assetsDir: parts.graphiqlDir });
  await server.register(paperPage, { lifecycle: parts.lifecycle });
  server.get('/schema.graphql', (_request, reply) => reply.type('text/plain; charset=utf-8').send(parts.sdl));
  server.get('/', (_request, reply) => reply.redirect('/graphiql'));
  return server;
}
