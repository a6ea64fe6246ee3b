import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';

const contentTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

// The page loads its own files and asks its own server. Monaco sets its sizes and colours with style elements and
// attributes, and GraphiQL carries its fonts and pictures as data: addresses.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** GraphiQL at `/graphiql`, from the folder that `scripts/build-graphiql.mjs` fills. */
export const graphiqlPage: FastifyPluginAsync<{ assetsDir: string }> = async (server, { assetsDir }) => {
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
  });

  const pageFile = join(assetsDir, 'index.html');
  if (!existsSync(pageFile)) return explainMissingBuild(server);
  servePage(server, await readFile(pageFile, 'utf8'));
  await serveAssets(server, join(assetsDir, 'assets'));
};

function servePage(server: FastifyInstance, html: string): void {
  server.get('/graphiql', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-cache').send(html),
  );
  // The page names its files relative to /graphiql, which a trailing slash would shift.
  server.get('/graphiql/', (_request, reply) => reply.redirect('../graphiql', 308));
}

/** Serves the files that are there now, by name: no path of a request ever reaches the file system. */
async function serveAssets(server: FastifyInstance, folder: string): Promise<void> {
  const names = new Set(await readdir(folder));

  server.get<{ Params: { name: string } }>('/graphiql/assets/:name', (request, reply) => {
    const { name } = request.params;
    const contentType = contentTypes[extname(name)];
    if (!names.has(name) || contentType === undefined) return reply.callNotFound();

    const isCompressed = names.has(`${name}.gz`) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (isCompressed) reply.header('Content-Encoding', 'gzip');
    return (
      reply
        .type(contentType)
        .header('Vary', 'Accept-Encoding')
        // Each name carries a hash of the content.
        .header('Cache-Control', 'public, max-age=31536000, immutable')
        .send(createReadStream(join(folder, isCompressed ? `${name}.gz` : name)))
    );
  });
}

function explainMissingBuild(server: FastifyInstance): void {
  server.get('/graphiql', (_request, reply) =>
    reply
      .code(503)
      .type('text/plain; charset=utf-8')
      .header('Cache-Control', 'no-store')
      .send(
        'GraphiQL has not been built yet: run "npm run build" and start the server again. The API is at /graphql.\n',
      ),
  );
}
