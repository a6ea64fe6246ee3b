import { together } from '../../src/lib/together';

/** Works that end when they are told to. */
function works() {
  const running: { end: (result: string) => void; fail: (reason: Error) => void }[] = [];
  return {
    running,
    work: () => new Promise<string>((end, fail) => running.push({ end, fail })),
  };
}

/** Of somebody who waits to the end. */
const staying = new AbortController().signal;

const settled = () => new Promise(setImmediate);

describe('together', () => {
  it('runs once for all who come while it runs, and not before they came', async () => {
    const { running, work } = works();
    const run = together<string>();
    const first = run('a', work, staying);
    const [second, third] = [run('a', work, staying), run('a', work, staying)];
    expect(running).toHaveLength(1);
    running[0]!.end('early');
    await settled();
    expect(running).toHaveLength(2);
    const fourth = run('a', work, staying);
    running[1]!.end('late');
    await settled();
    running[2]!.end('last');
    expect(await Promise.all([first, second, third, fourth])).toEqual(['early', 'late', 'late', 'last']);
  });

  it('keeps works of different keys apart', async () => {
    const { running, work } = works();
    const run = together<string>();
    const answers = [run('a', work, staying), run('b', work, staying)];
    running[0]!.end('of a');
    running[1]!.end('of b');
    expect(await Promise.all(answers)).toEqual(['of a', 'of b']);
  });

  it('begins anew after a failure, which is told to those who waited for that run alone', async () => {
    const { running, work } = works();
    const run = together<string>();
    const failing = run('a', work, staying);
    const waiting = run('a', work, staying);
    running[0]!.fail(new Error('broken'));
    await expect(failing).rejects.toThrow('broken');
    await settled();
    running[1]!.end('mended');
    expect(await waiting).toBe('mended');
  });

  it('remembers nothing once all is done', async () => {
    const { running, work } = works();
    const run = together<string>();
    const first = run('a', work, staying);
    running[0]!.end('one');
    await first;
    await settled();
    const second = run('a', work, staying);
    expect(running).toHaveLength(2);
    running[1]!.end('two');
    expect(await second).toBe('two');
  });

  it('goes on for those who stay when others leave', async () => {
    const { running, work } = works();
    const run = together<string>();
    const first = run('a', work, staying);
    const leaving = new AbortController();
    const [second, third] = [run('a', work, leaving.signal), run('a', work, staying)];
    leaving.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    running[0]!.end('early');
    await settled();
    running[1]!.end('late');
    expect(await Promise.all([first, third])).toEqual(['early', 'late']);
  });

  it('is ended by the last who leaves, and begins anew for whoever comes then', async () => {
    const reasons: string[] = [];
    const run = together<string>();
    const untilOver = (over: AbortSignal) =>
      new Promise<string>((resolve) => {
        const end = () => {
          reasons.push((over.reason as Error).message);
          resolve('cut short');
        };
        if (over.aborted) end();
        else over.addEventListener('abort', end);
      });
    const [one, other] = [new AbortController(), new AbortController()];
    const first = run('a', untilOver, one.signal);
    const second = run('a', untilOver, other.signal);
    other.abort(new Error('the other left'));
    const { running, work } = works();
    const third = run('a', work, staying);
    one.abort(new Error('one left'));
    expect(await Promise.all([first, second])).toEqual(['cut short', 'cut short']);
    expect(reasons.sort()).toEqual(['one left', 'the other left']);
    await settled();
    running[0]!.end('mended');
    expect(await third).toBe('mended');
  });
});
