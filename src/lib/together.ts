/** A work that is done once for all who wait for it. */
interface Run<Result> {
  result: Promise<Result>;
  /** Fires when nobody waits any more, with the reason of the last who left. */
  over: AbortController;
  waiting: number;
  /** What begins once it has ended, for all who came meanwhile. */
  next: Run<Result> | null;
}

type Work<Result> = (over: AbortSignal) => Promise<Result>;
type RunTogether<Result> = (key: string, work: Work<Result>, leave: AbortSignal) => Promise<Result>;

/**
 * Makes a runner that does the same work once for all who ask for it while it waits to begin. Whoever asks while it runs
 * is answered by the run after that: what they get was never begun before they asked. Who leaves, by their signal, is
 * rejected; the last one ends the work and gets what that comes to.
 */
export function together<Result>(): RunTogether<Result> {
  const runs = new Map<string, Run<Result>>();

  /** Begins at once, or after the run before it. */
  function begin(key: string, work: Work<Result>, before: Run<Result> | undefined): Run<Result> {
    const over = new AbortController();
    const start = () => work(over.signal);
    const result = before ? before.result.then(start, start) : start();
    const run: Run<Result> = { result, over, waiting: 0, next: null };
    const end = () => {
      if (runs.get(key) !== run) return;
      if (run.next) runs.set(key, run.next);
      else runs.delete(key);
    };
    result.then(end, end);
    return run;
  }

  function runFor(key: string, work: Work<Result>): Run<Result> {
    const running = runs.get(key);
    if (!running) {
      const run = begin(key, work, undefined);
      runs.set(key, run);
      return run;
    }
    // Whoever waited for the next one may have left before it began.
    const { next } = running;
    return next && !next.over.signal.aborted ? next : (running.next = begin(key, work, running));
  }

  return (key, work, leave) => waitFor(runFor(key, work), leave);
}

function waitFor<Result>(run: Run<Result>, leave: AbortSignal): Promise<Result> {
  run.waiting++;
  return new Promise((resolve, reject) => {
    const leaveNow = () => {
      run.waiting--;
      if (run.waiting === 0) run.over.abort(leave.reason);
      else reject(leave.reason as Error);
    };
    if (leave.aborted) leaveNow();
    else leave.addEventListener('abort', leaveNow);
    void run.result.then(resolve, reject).finally(() => leave.removeEventListener('abort', leaveNow));
  });
}
