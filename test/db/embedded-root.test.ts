import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { Playground, query } from './embedded-playground';

const NOBODY = 65534;
const nobody = { uid: NOBODY, gid: NOBODY };
const isRoot = process.getuid?.() === 0;
const nobodyCanRunNode = isRoot && spawnSync(process.execPath, ['--version'], { ...nobody, cwd: '/' }).status === 0;

let playground: Playground;

beforeAll(async () => {
  playground = await Playground.create();
});
afterAll(() => playground.cleanUp());

(isRoot ? describe : describe.skip)('the embedded database of root', () => {
  it("belongs to the database's user", async () => {
    const dataDir = playground.path('open');
    await (await playground.open(dataDir)).close();
    expect((await stat(dataDir)).uid).toBe(0);
    expect((await stat(`${dataDir}/postgresql-18`)).uid).not.toBe(0);
  });

  it('is kept elsewhere where that user cannot enter the folder, and is found again', async () => {
    const dataDir = playground.path('home', 'data');
    await mkdir(playground.path('home'), { mode: 0o700 });
    const first = await playground.open(dataDir, 'serve');
    const home = (await readFile(`${dataDir}/database-location.txt`, 'utf8')).split('\n')[0]!;
    expect(home).toMatch(new RegExp(`^${playground.path('system')}/[0-9a-f]{16}$`));
    const reason = `The database of "${dataDir}" is kept in "${home}", because the system user "postgres" that runs it cannot enter the former.`;
    expect(first.notice).toBe(reason);
    await query(first.url, 'create table kept as select 1 as n');
    await first.close();

    const second = await playground.open(dataDir, 'serve');
    expect(second.notice).toBe(reason);
    await second.close();

    await rm(dataDir, { recursive: true });
    const third = await playground.open(dataDir, 'serve');
    expect(third.notice).toBe(`${reason} It was there from an earlier run: delete that folder to begin anew.`);
    expect(await query(third.url, 'select n from kept')).toEqual([{ n: 1 }]);
    await third.close();
  });

  it('runs programs of a checkout that its user cannot enter', async () => {
    const child = await playground.openInChild(playground.path('beside'), { use: 'serve', checkout: 'closed' });
    if (!('url' in child.answer)) throw new Error(child.answer.refusal);
    expect(await query(child.answer.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    await child.close();
  });

  it('is refused where a folder above it was closed afterwards', async () => {
    const dataDir = playground.path('closed', 'data');
    await (await playground.open(dataDir)).close();
    await chmod(playground.path('closed'), 0o700);
    await expect(playground.open(dataDir)).rejects.toThrow('Open that folder with chmod o+x');
    await chmod(playground.path('closed'), 0o755);
  });
});

(nobodyCanRunNode ? describe : describe.skip)('the embedded database of a user who is not root', () => {
  it('runs as that user, with programs that were installed without links and cannot be written', async () => {
    await mkdir(playground.path('nobody'));
    await chown(playground.path('nobody'), NOBODY, NOBODY);
    const dataDir = playground.path('nobody', 'data');
    const child = await playground.openInChild(dataDir, { use: 'serve', ...nobody });
    if (!('url' in child.answer)) throw new Error(child.answer.refusal);
    expect((await stat(`${dataDir}/postgresql-18`)).uid).toBe(NOBODY);

    const joined = await playground.open(dataDir);
    expect(joined.url).toBe(child.answer.url);
    await child.close();
    await joined.close();
  });

  it('is refused where the folder cannot be written, or the database is of another user', async () => {
    const closed = await playground.openInChild(playground.path('mine'), nobody);
    expect(closed.answer).toEqual({
      refusal: expect.stringContaining('this user has no permission to enter or write it') as string,
    });

    await (await playground.open(playground.path('others'))).close();
    const others = await playground.openInChild(playground.path('others'), nobody);
    expect(others.answer).toEqual({ refusal: expect.stringContaining('belongs to another user') as string });
  });
});
