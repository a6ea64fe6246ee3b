import { together } from '../../src/lib/together';

/** Works that end when they are told to, and note why where nobody waits any more. */
function works() {
  const running: { end: (result: string) => void; fail: (reason: Error) => void }[] = [];
  const reasons: string[] = [];
  const work = () => {
    let end: (result: string) => void;
    const result = new Promise<string>((resolve, fail) => running.push({ end: (end = resolve), fail }));
    return { result, end: ({ message }: Error) => (reasons.push(message), end('cut short')) };
  };
  return { running, reasons, work };
}

/** Of somebody who waits to the end. */
const staying = () => () => undefined;

/** Somebody who may leave. */
function somebody() {
  const callBacks = new Set<(reason: Error) => void>();
  return {
    whenGone: (callBack: (reason: Error) => void) => {
      callBacks.add(callBack);
      return () => callBacks.delete(callBack);
    },
    leave: (message: string) => callBacks.forEach((callBack) => callBack(new Error(message))),
  };
}

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
    const leaving = somebody();
    const [second, third] = [run('a', work, leaving.whenGone), run('a', work, staying)];
    leaving.leave('gone');
    await expect(second).rejects.toThrow('gone');
    running[0]!.end('early');
    await settled();
    running[1]!.end('late');
    expect(await Promise.all([first, third])).toEqual(['early', 'late']);
  });

  it('is ended by the last who leaves, and begins anew for whoever comes then', async () => {
    const { running, reasons, work } = works();
    const run = together<string>();
    const [one, other] = [somebody(), somebody()];
    const first = run('a', work, one.whenGone);
    const second = run('a', work, other.whenGone);
    other.leave('the other left');
    const third = run('a', work, staying);
    one.leave('one left');
    expect(await first).toBe('cut short');
    await expect(second).rejects.toThrow('the other left');
    await settled();
    expect(reasons).toEqual(['one left']);
    expect(running).toHaveLength(2);
    running[1]!.end('mended');
    expect(await third).toBe('mended');
  });

  it('ends for whoever left before they came', async () => {
    const { reasons, work } = works();
    const gone = (callBack: (reason: Error) => void) => {
      callBack(new Error('gone'));
      return () => undefined;
    };
    expect(await together<string>()('a', work, gone)).toBe('cut short');
    expect(reasons).toEqual(['gone']);
  });
});
