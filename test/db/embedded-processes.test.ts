import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ChildDatabase, killChild, Playground, query } from './embedded-playground';

let playground: Playground;

beforeAll(async () => {
  playground = await Playground.create();
});
afterAll(() => playground.cleanUp());

function urlOf({ answer }: ChildDatabase): string {
  if ('url' in answer) return answer.url;
  throw new Error(answer.refusal);
}

function isRunning(dataDir: string): boolean {
  return existsSync(join(dataDir, 'postgresql-18', 'postmaster.pid'));
}

describe('processes that share a data folder', () => {
  it('end up with one server when they begin at once on an empty folder, and the last one stops it', async () => {
    const dataDir = playground.path('at-once');
    const [one, two] = await Promise.all([playground.openInChild(dataDir), playground.openInChild(dataDir)]);
    expect(urlOf(one)).toBe(urlOf(two));

    await one.close();
    expect(await query(urlOf(two), 'select 1 as one')).toEqual([{ one: 1 }]);
    await two.close();
    expect(isRunning(dataDir)).toBe(false);
  });

  it('leave no server behind when they leave at once', async () => {
    const dataDir = playground.path('at-once');
    const all = await Promise.all([1, 2, 3].map(() => playground.openInChild(dataDir)));
    expect(new Set(all.map(urlOf)).size).toBe(1);
    await Promise.all(all.map((child) => child.close()));
    expect(isRunning(dataDir)).toBe(false);
  });

  it('find a server again while another one stops it', async () => {
    const dataDir = playground.path('at-once');
    const first = await playground.open(dataDir);
    const [second] = await Promise.all([playground.open(dataDir), first.close()]);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.close();
    expect(isRunning(dataDir)).toBe(false);
  });

  it('may serve it one at a time: the second is told which process does', async () => {
    const dataDir = playground.path('served');
    const serving = await playground.open(dataDir, 'serve');
    const second = await playground.openInChild(dataDir, { use: 'serve' });
    expect(second.answer).toEqual({
      refusal: `DataFolderError: Another process, process ${process.pid}, already serves the data folder "${dataDir}". Stop it first, or set DATA_DIR to another folder.`,
    });

    const joined = await playground.openInChild(dataDir);
    expect(urlOf(joined)).toBe(serving.url);
    await serving.close();
    expect(await query(urlOf(joined), 'select 1 as one')).toEqual([{ one: 1 }]);
    const successor = await playground.open(dataDir, 'serve');
    await joined.close();
    await successor.close();
    expect(isRunning(dataDir)).toBe(false);
  });

  it('adopt the server of one that was killed, with its rows and its right to serve', async () => {
    const dataDir = playground.path('served');
    const killed = await playground.openInChild(dataDir, { use: 'serve' });
    await query(urlOf(killed), 'create table acknowledged as select 1 as n');
    await killChild(killed.process);

    const next = await playground.open(dataDir, 'serve');
    expect(next.url).toBe(urlOf(killed));
    expect(await query(next.url, 'select n from acknowledged')).toEqual([{ n: 1 }]);
    await next.close();
    expect(isRunning(dataDir)).toBe(false);
  });

  it('are interrupted by Ctrl-C without the server', async () => {
    const dataDir = playground.path('served');
    const child = await playground.openInChild(dataDir, { detached: true });
    process.kill(-child.process.pid!, 'SIGINT');
    await once(child.process, 'exit');
    expect(await query(urlOf(child), 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
