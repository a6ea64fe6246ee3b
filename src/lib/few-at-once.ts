interface Line {
  running: number;
  waiting: Set<() => void>;
}

type RunFew<Key> = <T>(key: Key, work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * Makes a runner of works, of which at most so many of one key run at once; the others wait in the order in which they
 * came. Whoever is called off by a signal leaves the line.
 */
export function fewAtOnce<Key>(limit: number): RunFew<Key> {
  const lines = new Map<Key, Line>();

  async function enter(key: Key, signal: AbortSignal | undefined): Promise<Line> {
    let line = lines.get(key);
    if (!line) lines.set(key, (line = { running: 0, waiting: new Set() }));
    if (line.running < limit) line.running++;
    else await turnIn(line, signal);
    return line;
  }

  /** Hands the turn on; the last one to leave takes the line away. */
  function leave(key: Key, line: Line): void {
    const [next] = line.waiting;
    if (next) next();
    else if (--line.running === 0) lines.delete(key);
  }

  return async (key, work, signal) => {
    const line = await enter(key, signal);
    try {
      return await work();
    } finally {
      leave(key, line);
    }
  };
}

function turnIn({ waiting }: Line, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stepOut = () => {
      waiting.delete(take);
      signal?.removeEventListener('abort', callOff);
    };
    const take = () => {
      stepOut();
      resolve();
    };
    const callOff = () => {
      stepOut();
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) return callOff();
    waiting.add(take);
    signal?.addEventListener('abort', callOff);
  });
}
