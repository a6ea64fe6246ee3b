import type { FastifyPluginCallback } from 'fastify';
import { prepared, rowsOf } from '../db/sql';
import { serviceUnavailable } from '../graphql/errors';
import type { Lifecycle } from './lifecycle';
import { openRequestDatabase } from './requests/request-database';

interface Identifiers {
  arxivId: string | null;
  doi: string | null;
}

const BY_SLUG = prepared('select arxiv_id as "arxivId", doi from papers where id = paper_with_slug($1)');

/** `/papers/<slug>`, which `Paper.url` names: leads on to the paper itself where it has an id, else to its metadata in GraphiQL. */
export const paperPage: FastifyPluginCallback<{ lifecycle: Lifecycle }> = (server, { lifecycle }, done) => {
  server.get<{ Params: { slug: string } }>('/papers/:slug', async (request, reply) => {
    const { slug } = request.params;
    const { deployment } = lifecycle;
    if (!deployment) throw serviceUnavailable('This server is starting or stopping; try again in a second.');
    const database = openRequestDatabase(request.raw, reply.raw, deployment.requestPool);
    const [paper] = /^[a-z0-9-]{1,200}$/.test(slug) ? await rowsOf<Identifiers>(database, BY_SLUG, [slug]) : [];
    if (!paper) return reply.code(404).send('There is no paper with this address.\n');
    return reply.redirect(addressOf(paper, slug));
  });
  done();
};

function addressOf({ arxivId, doi }: Identifiers, slug: string): string {
  if (arxivId) return `https://arxiv.org/abs/${arxivId}`;
  if (doi) return `https://doi.org/${encodeURIComponent(doi).replaceAll('%2F', '/')}`;
  const query = `{\n  paper(slug: "${slug}") {\n    title\n    abstract\n    publishedOn\n    authorCount\n  }\n}`;
  return `/graphiql?query=${encodeURIComponent(query)}`;
}
