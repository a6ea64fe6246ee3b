// Builds what runs: TypeScript to dist/, and GraphiQL to dist/graphiql/. Types are checked by `npm run check`.
import { transformFile } from '@swc/core';
import { mkdir, readdir, rm, writeFile, chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildGraphiql } from './build-graphiql.mjs';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist');

for (const folder of ['src', 'migrations']) await rm(join(out, folder), { recursive: true, force: true });
const sources = (await Promise.all(['src', 'migrations'].map(typescriptIn))).flat();
await Promise.all(sources.map(compile));
await chmod(join(out, 'src/cli.js'), 0o755);
await buildGraphiql(join(out, 'graphiql'));

async function typescriptIn(folder) {
  const names = await readdir(join(root, folder), { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

async function compile(source) {
  const { code } = await transformFile(join(root, source), { cwd: root, root });
  const target = join(out, source.replace(/\.ts$/, '.js'));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
}
