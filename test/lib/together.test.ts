import { together } from '../../src/lib/together';

/** Works that end when they are told to. */
function works() {
  const running: { end: (result: string) => void; fail: (reason: Error) => void }[] = [];
  return {
    running,
    work: () => new Promise<string>((end, fail) => running.push({ end, fail })),
  };
}

const settled = () => new Promise(setImmediate);

describe('together', () => {
  it('runs once for all who come while it runs, and not before they came', async () => {
    const { running, work } = works();
    const run = together<string>();
    const first = run('a', work);
    const [second, third] = [run('a', work), run('a', work)];
    expect(running).toHaveLength(1);
    running[0]!.end('early');
    await settled();
    expect(running).toHaveLength(2);
    const fourth = run('a', work);
    running[1]!.end('late');
    await settled();
    running[2]!.end('last');
    expect(await Promise.all([first, second, third, fourth])).toEqual(['early', 'late', 'late', 'last']);
  });

  it('keeps works of different keys apart', async () => {
    const { running, work } = works();
    const run = together<string>();
    const answers = [run('a', work), run('b', work)];
    running[0]!.end('of a');
    running[1]!.end('of b');
    expect(await Promise.all(answers)).toEqual(['of a', 'of b']);
  });

  it('begins anew after a failure, which is told to those who waited for that run alone', async () => {
    const { running, work } = works();
    const run = together<string>();
    const failing = run('a', work);
    const waiting = run('a', work);
    running[0]!.fail(new Error('broken'));
    await expect(failing).rejects.toThrow('broken');
    await settled();
    running[1]!.end('mended');
    expect(await waiting).toBe('mended');
  });

  it('remembers nothing once all is done', async () => {
    const { running, work } = works();
    const run = together<string>();
    const first = run('a', work);
    running[0]!.end('one');
    await first;
    await settled();
    const second = run('a', work);
    expect(running).toHaveLength(2);
    running[1]!.end('two');
    expect(await second).toBe('two');
  });
});
