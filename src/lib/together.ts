interface Group<Result> {
  running: Promise<Result>;
  /** What starts once that is over, for all who came meanwhile. */
  next: Promise<Result> | null;
}

type RunTogether<Result> = (key: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * Makes a runner that does the same work once for all who ask for it while it waits to begin. Whoever asks while it runs
 * is answered by the run after that: what they get was never begun before they asked.
 */
export function together<Result>(): RunTogether<Result> {
  const groups = new Map<string, Group<Result>>();

  function start(key: string, work: () => Promise<Result>): Promise<Result> {
    const group: Group<Result> = { running: work(), next: null };
    groups.set(key, group);
    const over = () => {
      if (groups.get(key) === group && !group.next) groups.delete(key);
    };
    group.running.then(over, over);
    return group.running;
  }

  return (key, work) => {
    const group = groups.get(key);
    if (!group) return start(key, work);
    const begin = () => start(key, work);
    return (group.next ??= group.running.then(begin, begin));
  };
}
