import type { FastifyPluginCallback } from 'fastify';
import { within } from '../lib/within';
import type { Lifecycle } from './lifecycle';

/** How long the database may take to answer before this process counts as not ready. */
const DATABASE_PATIENCE_MS = 1000;

/** `/livez`: the process runs. `/readyz`: it has begun, has not begun to stop, and its database answers. */
export const health: FastifyPluginCallback<{ lifecycle: Lifecycle }> = (server, { lifecycle }, done) => {
  server.get('/livez', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'alive' }));

  server.get('/readyz', async (_request, reply) => {
    const status = await readiness(lifecycle);
    return reply
      .header('cache-control', 'no-store')
      .code(status === 'ready' ? 200 : 503)
      .send({ status });
  });
  done();
};

async function readiness({ phase }: Lifecycle): Promise<string> {
  if (phase.name !== 'ready') return phase.name;
  const answered = phase.deployment.database.pool.query('select 1').then(
    () => true,
    () => false,
  );
  return (await within(DATABASE_PATIENCE_MS, answered, () => false)) ? 'ready' : 'database unreachable';
}
