import type { FastifyPluginCallback } from 'fastify';
import type { Metrics } from './metrics';
import { whyNoScrape } from './scrape-access';

/** `/metrics`, for Prometheus on this machine, or with the token that the deployment gave it. */
export const metricsRoute: FastifyPluginCallback<{ metrics: Metrics; metricsToken: string | null }> = (
  server,
  { metrics, metricsToken },
  done,
) => {
  server.get('/metrics', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const reason = whyNoScrape(request.raw, metricsToken);
    if (reason !== null) return reply.code(403).type('text/plain; charset=utf-8').send(`${reason}\n`);
    return reply.type(metrics.contentType).send(await metrics.read());
  });
  done();
};
