import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createApollo } from './apollo';
import { createExecutor } from './executor';
import { projectRoot } from './lib/project-root';
import { apiSchema, printSdl } from './schema';
import { KnownOperations } from './web/answering/known-operations';
import { shortWay } from './web/answering/short-way';
import { failureLog } from './web/failures/failure-log';
import { createHttpServer, HttpSettings } from './web/http-server';
import type { Lifecycle } from './web/lifecycle';

export interface AppSettings extends HttpSettings {
  /** An operation that takes longer is written to the log. */
  slowOperationMs: number;
}

/** The whole server, ready to listen; it answers 503 until the lifecycle holds a deployment. */
export async function createApp(
  lifecycle: Lifecycle,
  log: FastifyBaseLogger,
  settings: AppSettings,
): Promise<FastifyInstance> {
  const schema = apiSchema();
  const logFailure = failureLog(log);
  const known = new KnownOperations();
  const parts = { ...settings, log, logFailure, execute: createExecutor(schema), known };
  const apollo = createApollo(schema, parts);
  await apollo.start();
  const server = await createHttpServer({
    apollo,
    known,
    answerKnown: shortWay({ ...parts, schema }),
    lifecycle,
    log,
    logFailure,
    ...settings,
    sdl: printSdl(schema),
    graphiqlDir: join(projectRoot(), 'dist', 'graphiql'),
  });
  server.addHook('onClose', () => apollo.stop());
  return server;
}
