import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPostgresPackage } from '../../db/embedded/postgres-package';
import { projectRoot } from '../../lib/project-root';
import { programVersion } from '../../lib/program-version';
import { broken, doubtful, type Finding, sound } from '../finding';

export function checkNode(running = process.versions.node): Finding {
  const manifest = readFileSync(join(projectRoot(), 'package.json'), 'utf8');
  const { node } = (JSON.parse(manifest) as { engines: { node: string } }).engines;
  const wanted = node.replace(/^\D+/, '');
  if (isAtLeast(running, wanted)) return sound(`Daily Papers ${programVersion()} runs on Node.js ${running}.`);
  return broken(`Node.js is ${running}; Daily Papers takes ${wanted} or newer.`, 'Install a newer Node.js.');
}

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, 'en', { numeric: true }) >= 0;
}

export function checkGraphiql(root = projectRoot()): Finding {
  if (existsSync(join(root, 'dist', 'graphiql', 'index.html'))) return sound('GraphiQL is built.');
  return doubtful('GraphiQL is not built, so its page only says so.', 'Run: npm run build');
}

/** Asked only where the embedded database is what is used. */
export async function checkEmbeddedPackage(): Promise<Finding> {
  const { buildName } = await findPostgresPackage();
  return sound(`The embedded database is ${buildName}.`);
}
