import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { graphiqlPage } from '../../src/web/graphiql-page';

describe('graphiqlPage', () => {
  let assetsDir: string;

  beforeAll(async () => {
    assetsDir = await mkdtemp(join(tmpdir(), 'daily-papers-graphiql-'));
    await mkdir(join(assetsDir, 'assets'));
    await writeFile(join(assetsDir, 'index.html'), '<title>the page</title>');
    await writeFile(join(assetsDir, 'assets', 'main-ABC.js'), '"as it is"');
    await writeFile(join(assetsDir, 'assets', 'main-ABC.js.gz'), gzipSync('"compressed"'));
  });

  afterAll(() => rm(assetsDir, { recursive: true }));

  it('serves a page that is asked for anew each time, and runs no script but its own', async () => {
    const { status, headers, body } = await get('/graphiql');

    expect({ status, body }).toEqual({ status: 200, body: '<title>the page</title>' });
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self';.*frame-ancestors 'none'/,
    );
    expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|https?:/);
  });

  it('serves files that never change under their name, guarded like the page', async () => {
    const { body, headers } = await get('/graphiql/assets/main-ABC.js', { acceptEncoding: 'identity' });

    expect(body).toBe('"as it is"');
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
  });

  it('sends the compressed twin of a file to those who take it', async () => {
    const { body, headers } = await get('/graphiql/assets/main-ABC.js', { acceptEncoding: 'br, gzip' });

    expect(body).toBe('"compressed"');
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'text/javascript; charset=utf-8' });
  });

  it.each(['..%2Findex.html', '%2e%2e%2findex.html', 'nothing.js', 'main-ABC.js.gz', 'constructor'])(
    'has no file "%s"',
    async (name) => {
      expect((await get(`/graphiql/assets/${name}`)).status).toBe(404);
    },
  );

  it('leads an address with a trailing slash to the page', async () => {
    const { status, headers } = await get('/graphiql/');

    expect({ status, location: headers.location }).toEqual({ status: 308, location: '../graphiql' });
  });

  it('says how to build the page where it was not built', async () => {
    const { status, body } = await get('/graphiql', { folder: join(assetsDir, 'nowhere') });

    expect(status).toBe(503);
    expect(body).toContain('run "npm run build"');
  });

  async function get(path: string, { acceptEncoding = 'identity', folder = assetsDir } = {}) {
    const server = Fastify();
    await server.register(graphiqlPage, { assetsDir: folder });
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const response = await fetch(url + path, { headers: { 'Accept-Encoding': acceptEncoding }, redirect: 'manual' });
    const body = await response.text();
    await server.close();
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  }
});
