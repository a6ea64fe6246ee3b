import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build } from 'esbuild';

const sourceDir = fileURLToPath(new URL('../graphiql', import.meta.url));
const require = createRequire(import.meta.url);
// Monaco comes with GraphiQL: taken from where GraphiQL finds it, the page and its workers are of one version.
const requireAsGraphiql = createRequire(require.resolve('@graphiql/react/package.json'));

const workers = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
};

/**
 * Bundles the GraphiQL page into `outDir`: `index.html`, and under `assets/` what it loads, each file named by its
 * content and with a compressed twin. Does nothing where `outDir` holds the bundle of the same sources and packages.
 */
export async function buildGraphiql(outDir) {
  const stampFile = join(outDir, 'inputs.sha256');
  const stamp = await hashInputs();
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return;

  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const assetsDir = join(outDir, 'assets');
  const workerFiles = await bundleWorkers(assetsDir);
  const page = await bundlePage(assetsDir, workerFiles);
  await writeHtml(outDir, page);
  await compress(assetsDir);
  // Last, so that a build that was cut short is not taken for a whole one.
  await writeFile(stampFile, stamp);
}

async function hashInputs() {
  const sources = (await readdir(sourceDir)).sort().map((name) => join(sourceDir, name));
  const packages = [
    'graphiql/package.json',
    'graphql-sse/package.json',
    'react/package.json',
    'react-dom/package.json',
    'esbuild/package.json',
  ];
  const graphiqlPackages = [
    '@graphiql/react/package.json',
    'monaco-editor/package.json',
    'monaco-graphql/package.json',
  ];
  const files = [
    fileURLToPath(import.meta.url),
    ...sources,
    ...packages.map((name) => require.resolve(name)),
    ...graphiqlPackages.map((name) => requireAsGraphiql.resolve(name)),
  ];
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(basename(file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

async function bundleWorkers(assetsDir) {
  const entryPoints = Object.fromEntries(
    Object.entries(workers).map(([label, path]) => [`${label}.worker`, requireAsGraphiql.resolve(path)]),
  );
  const outputs = await bundle(assetsDir, { entryPoints, format: 'iife' });
  const labels = Object.keys(workers);
  return Object.fromEntries(labels.map((label) => [label, fileOf(outputs, `${label}.worker`, '.js')]));
}

async function bundlePage(assetsDir, workerFiles) {
  const script = await bundle(assetsDir, {
    entryPoints: { main: join(sourceDir, 'main.tsx') },
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', WORKER_FILES: JSON.stringify(workerFiles) },
    // Monaco's modules each import their own rules, and graphiql/style.css holds them all.
    loader: { '.css': 'empty' },
  });
  const style = await bundle(assetsDir, { entryPoints: { style: join(sourceDir, 'style.css') } });
  return { script: fileOf(script, 'main', '.js'), style: fileOf(style, 'style', '.css') };
}

/** The names of the files that it wrote. */
async function bundle(assetsDir, options) {
  const { metafile } = await build({
    bundle: true,
    minify: true,
    target: 'es2022',
    outdir: assetsDir,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    legalComments: 'linked',
    logLevel: 'warning',
    metafile: true,
    ...options,
  });
  return Object.keys(metafile.outputs).map((path) => basename(path));
}

function fileOf(files, name, extension) {
  return files.find((file) => file.startsWith(`${name}-`) && file.endsWith(extension));
}

async function writeHtml(outDir, { script, style }) {
  const template = await readFile(join(sourceDir, 'index.html'), 'utf8');
  const html = template
    .replace('{{SCRIPT}}', `graphiql/assets/${script}`)
    .replace('{{STYLE}}', `graphiql/assets/${style}`);
  await writeFile(join(outDir, 'index.html'), html);
}

async function compress(assetsDir) {
  const files = (await readdir(assetsDir)).filter((file) => /\.(js|css)$/.test(file));
  await Promise.all(
    files.map(async (file) => {
      const path = join(assetsDir, file);
      await writeFile(`${path}.gz`, await promisify(gzip)(await readFile(path)));
    }),
  );
}
