import { fewAtOnce } from '../../src/lib/few-at-once';
import { upTo } from '../support/fixtures';

/** Works that end when they are told to, and what became of them in which order. */
function workshop(limit: number) {
  const run = fewAtOnce<string>(limit);
  const events: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  function start(key: string, name: string): Promise<string> {
    return run(key, () => {
      events.push(`${name} begins`);
      return new Promise((resolve, reject) => {
        ends.set(name, (error) => (error ? reject(error) : resolve(name)));
      });
    });
  }
  return { events, start, end: (name: string, error?: Error) => ends.get(name)?.(error) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('fewAtOnce', () => {
  it('runs so many of a key at once, the others in the order in which they came', async () => {
    const { events, start, end } = workshop(2);
    const works = ['a', 'b', 'c', 'd'].map((name) => start('key', name));
    await settled();
    expect(events).toEqual(['a begins', 'b begins']);
    end('b');
    await settled();
    expect(events.at(-1)).toBe('c begins');
    end('c');
    await settled();
    end('a');
    end('d');
    expect(await Promise.all(works)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets those of other keys run meanwhile', async () => {
    const { start, end } = workshop(1);
    const held = start('one', 'a');
    const other = start('other', 'b');
    await settled();
    end('b');
    expect(await other).toBe('b');
    end('a');
    await held;
  });

  it('hands the turn on where a work fails, whose error goes to its own caller', async () => {
    const { start, end } = workshop(1);
    const failing = start('key', 'a');
    const next = start('key', 'b');
    await settled();
    end('a', new Error('broken'));
    await expect(failing).rejects.toThrow('broken');
    await settled();
    end('b');
    expect(await next).toBe('b');
  });

  it('never runs more than that, whatever comes when', async () => {
    const run = fewAtOnce<number>(3);
    let running = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++running);
      await settled();
      running--;
    };
    for (const round of upTo(3)) await Promise.all(upTo(20 * round).map(() => run(1, work)));
    expect(most).toBe(3);
  });
});
