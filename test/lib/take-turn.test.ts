import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeTurn } from '../../src/lib/take-turn';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turns-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('takeTurn', () => {
  it('lets one at a time work, and everyone in the end', async () => {
    let working = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++working);
      await readdir(folder);
      working--;
    };
    await Promise.all(Array.from({ length: 20 }, () => takeTurn(folder, work)));
    expect(most).toBe(1);
  });

  it('leaves no ticket, also when the work fails', async () => {
    const failing = takeTurn(folder, () => Promise.reject(new Error('no luck')));
    await expect(failing).rejects.toThrow('no luck');
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not wait for a process that was killed in its turn', async () => {
    await writeFile(join(folder, 'turn-999999999-1'), '');
    expect(await takeTurn(folder, () => Promise.resolve('done'))).toBe('done');
    expect(await readdir(folder)).toEqual([]);
  });
});
