import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { Context, Deployment } from '../graphql/context';
import { requestError } from '../graphql/errors';
import type { Viewer } from '../graphql/viewer';
import { authenticate } from '../access/authenticate';
import type { VerifyToken } from '../access/sign-in/openid-issuer';
import type { Lifecycle } from './lifecycle';
import { checkRequestShape } from './request-shape';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks and of which deployment; set before GraphQL runs. */
    asked?: { deployment: Deployment; viewer: Viewer | null };
  }
}

interface GraphqlRouteParts {
  apollo: ApolloServer<Context>;
  lifecycle: Lifecycle;
  verifyToken: VerifyToken | null;
}

/** `/graphql`, by GET for queries and by POST for everything. */
export const graphqlRoute: FastifyPluginCallback<GraphqlRouteParts> = (
  server,
  { apollo, lifecycle, verifyToken },
  done,
) => {
  server.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    async preHandler(request: FastifyRequest, reply: FastifyReply) {
      reply.header('cache-control', 'no-store');
      const { deployment } = lifecycle;
      if (!deployment) {
        reply.header('retry-after', '1');
        throw requestError('SERVICE_UNAVAILABLE', 'This server is starting or stopping; try again in a second.');
      }
      checkRequestShape(request);
      const { database } = deployment;
      const viewer = await authenticate({ database, verifyToken }, request.headers.authorization);
      request.asked = { deployment, viewer };
    },
    handler: fastifyApolloHandler(apollo, { context: (request) => Promise.resolve(contextOf(request)) }),
  });
  done();
};

function contextOf(request: FastifyRequest): Context {
  if (!request.asked) throw new Error('The request reached GraphQL without passing the checks before it.');
  const { deployment, viewer } = request.asked;
  return { ...deployment, viewer, requestId: request.id, loaded: { scope: {} } };
}
