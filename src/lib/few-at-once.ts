interface Line {
  running: number;
  waiting: (() => void)[];
}

/** Makes a runner of works, of which at most so many of one key run at once; the others wait in the order in which they came. */
export function fewAtOnce<Key>(limit: number): <T>(key: Key, work: () => Promise<T>) => Promise<T> {
  const lines = new Map<Key, Line>();

  async function enter(key: Key): Promise<Line> {
    let line = lines.get(key);
    if (!line) lines.set(key, (line = { running: 0, waiting: [] }));
    const { waiting } = line;
    if (line.running < limit) line.running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    return line;
  }

  /** Hands the turn on; the last one to leave takes the line away. */
  function leave(key: Key, line: Line): void {
    const next = line.waiting.shift();
    if (next) next();
    else if (--line.running === 0) lines.delete(key);
  }

  return async (key, work) => {
    const line = await enter(key);
    try {
      return await work();
    } finally {
      leave(key, line);
    }
  };
}
