import type { WhenGone } from './when-gone';

/** A work that has begun. */
interface Begun<Result> {
  result: Promise<Result>;
  /** Told when nobody waits any more, with the reason of the last who left. */
  end: (reason: Error) => void;
}

/** A work that is done once for all who wait for it. */
interface Run<Result> extends Begun<Result> {
  waiting: number;
  /** What begins once it has ended, for all who came meanwhile. */
  next: Run<Result> | null;
}

type Work<Result> = () => Begun<Result>;
type RunTogether<Result> = (key: string, work: Work<Result>, whenGone: WhenGone) => Promise<Result>;

/**
 * Makes a runner that does the same work once for all who ask for it while it waits to begin. Whoever asks while it runs
 * is answered by the run after that: what they get was never begun before they asked. Who leaves is rejected; the last one
 * ends the work and gets what that comes to. What nobody waits for does not begin.
 */
export function together<Result>(): RunTogether<Result> {
  // No Map: see `Bag`. Results are large.
  const runs = Object.create(null) as Record<string, Run<Result> | undefined>;

  /** Begins at once, or after the run before it. */
  function begin(key: string, work: Work<Result>, before: Run<Result> | undefined): Run<Result> {
    let over: Error | null = null;
    let begun: Begun<Result> | null = null;
    const start = () => {
      if (over) throw over;
      begun = work();
      return begun.result;
    };
    const end = (reason: Error) => {
      over = reason;
      begun?.end(reason);
    };
    const result = before ? before.result.then(start, start) : start();
    const run: Run<Result> = { result, end, waiting: 0, next: null };
    const makeWay = () => {
      if (runs[key] !== run) return;
      if (run.next) runs[key] = run.next;
      else delete runs[key];
      run.next = null;
    };
    result.then(makeWay, makeWay);
    return run;
  }

  function runFor(key: string, work: Work<Result>): Run<Result> {
    const running = runs[key];
    if (!running) return (runs[key] = begin(key, work, undefined));
    // Whoever waited for the next one may have left before it began.
    const { next } = running;
    return next && next.waiting > 0 ? next : (running.next = begin(key, work, running));
  }

  return (key, work, whenGone) => waitFor(runFor(key, work), whenGone);
}

function waitFor<Result>(run: Run<Result>, whenGone: WhenGone): Promise<Result> {
  run.waiting++;
  return new Promise((resolve, reject) => {
    const stay = whenGone((reason) => {
      run.waiting--;
      if (run.waiting === 0) run.end(reason);
      else reject(reason);
    });
    void run.result.then(resolve, reject).finally(stay);
  });
}
