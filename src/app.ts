import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { VerifyToken } from './access/sign-in/openid-issuer';
import { createApollo } from './apollo';
import { projectRoot } from './lib/project-root';
import { createSchema, printSdl } from './schema';
import { createHttpServer } from './web/http-server';
import type { Lifecycle } from './web/lifecycle';

/** The whole server, ready to listen; it answers 503 until the lifecycle holds a deployment. */
export async function createApp(
  lifecycle: Lifecycle,
  log: FastifyBaseLogger,
  verifyToken: VerifyToken | null = null,
): Promise<FastifyInstance> {
  const schema = createSchema();
  const apollo = createApollo(schema, log);
  await apollo.start();
  const server = await createHttpServer({
    apollo,
    lifecycle,
    log,
    verifyToken,
    sdl: printSdl(schema),
    graphiqlDir: join(projectRoot(), 'dist', 'graphiql'),
  });
  server.addHook('onClose', () => apollo.stop());
  return server;
}
