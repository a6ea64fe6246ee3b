import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { DataFolderError } from '../../src/db/embedded/open-embedded-database';
import { Playground } from './embedded-playground';

let playground: Playground;

beforeAll(async () => {
  playground = await Playground.create();
});
afterAll(() => playground.cleanUp());

async function refusalOf(dataDir: string): Promise<string> {
  const outcome = await playground.open(dataDir).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(DataFolderError);
  return (outcome as DataFolderError).message;
}

/** A data folder with one more thing in it. */
async function folderWith(name: string, content?: string): Promise<string> {
  const dataDir = playground.path(`with-${name}`);
  await mkdir(dataDir);
  await (content === undefined ? mkdir(`${dataDir}/${name}`) : writeFile(`${dataDir}/${name}`, content));
  return dataDir;
}

describe('a data folder that cannot be used', () => {
  it('is refused where it is a file', async () => {
    const file = playground.path('file');
    await writeFile(file, '');
    expect(await refusalOf(file)).toBe(
      `The data folder "${file}" cannot be used: it is a file, or a link to nothing. Set DATA_DIR to a folder that can be created and written.`,
    );
    expect(await refusalOf(`${file}/below`)).toContain('it is a file, or lies below one');
  });

  it('is refused where links lead nowhere or names are too long', async () => {
    await symlink(playground.path('nothing', 'there'), playground.path('link'));
    expect(await refusalOf(playground.path('link'))).toContain('a link to nothing');
    expect(await refusalOf(playground.path('x'.repeat(300)))).toContain('its name is too long');
  });

  (process.platform === 'linux' ? it : it.skip)('is refused where nothing can be created', async () => {
    expect(await refusalOf('/proc/daily-papers')).toMatch(
      /^The data folder "\/proc\/daily-papers" cannot be used: .*\. Set DATA_DIR/,
    );
  });

  it('is refused where it is the data directory of a server, or holds the database of another version', async () => {
    expect(await refusalOf(await folderWith('PG_VERSION', '15\n'))).toContain('Set DATABASE_URL to that server');
    expect(await refusalOf(await folderWith('postgresql-17'))).toContain('another PostgreSQL version, "postgresql-17"');
  });

  it('is refused where the location file leads nowhere', async () => {
    const dataDir = await folderWith('database-location.txt', `${playground.path('gone')}\n`);
    expect(await refusalOf(dataDir)).toContain(`should be in "${playground.path('gone')}", but there is no database`);
    await writeFile(`${dataDir}/database-location.txt`, 'over there\n');
    expect(await refusalOf(dataDir)).toContain('that reads "over there"');
  });

  it('is refused where its database is damaged', async () => {
    const dataDir = playground.path('damaged');
    await (await playground.open(dataDir)).close();
    const cluster = `${dataDir}/postgresql-18`;

    await rename(`${cluster}/credentials.json`, `${cluster}/elsewhere.json`);
    expect(await refusalOf(dataDir)).toContain(`passwords could not be read from "${cluster}/credentials.json"`);
    await rename(`${cluster}/elsewhere.json`, `${cluster}/credentials.json`);

    await rename(`${cluster}/global`, `${cluster}/lost`);
    expect(await refusalOf(dataDir)).toMatch(
      /did not start\. The end of its log, ".*server\.log", reads:\n.*could not find the database system/s,
    );
    expect(await readFile(`${cluster}/server.log`, 'utf8')).toContain('could not find the database system');

    await writeFile(`${cluster}/PG_VERSION`, '17\n');
    expect(await refusalOf(dataDir)).toContain('holds a database of PostgreSQL 17, and this program runs version 18');
  });
});
