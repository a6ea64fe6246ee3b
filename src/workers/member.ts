import cluster, { type Worker } from 'node:cluster';
import { handOverAgain } from './hand-over-again';
import type { Ending, Task, ToPrimary, ToWorker } from './messages';

/** A worker that cannot start; the message is what it says itself, for the person at the terminal. */
export class WorkerError extends Error {}

export interface Ended {
  code: number | null;
  signal: string | null;
}

/** A worker as the primary sees it. */
export class Member {
  readonly ended: Promise<Ended>;
  /** Settled once everything that it said was heard. */
  readonly gone: Promise<void>;
  /** Fails where it ends before. */
  readonly listening: Promise<void>;
  /** Where it listens, once it answers requests; fails where it ends before. */
  readonly ready: Promise<string>;
  /** Whether it was told to end. */
  isTold = false;
  hasEnded = false;
  isReady = false;
  private readonly worker: Worker;
  private sentence: string | undefined;

  /** Starts a process that runs the same program, and gives it its task. */
  constructor(env: Record<string, string>, task: Task) {
    this.worker = cluster.fork(env);
    handOverAgain(this.worker);
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: string | null) => {
        this.hasEnded = true;
        resolve({ code, signal });
      };
      this.worker.once('exit', end);
      // A process that could not be made does not exit; of a channel that breaks, the end of its process tells.
      this.worker.on('error', () => this.pid === undefined && end(null, null));
    });
    this.gone = new Promise((resolve) => this.worker.process.once('close', () => resolve()));
    this.onMessage((message) => {
      if (message.type === 'ready') this.isReady = true;
      // Before it began it heard nothing.
      if (message.type === 'began')
        this.send(this.isTold ? { type: 'end', ending: 'with all' } : { type: 'task', task });
      if (message.type === 'failed') this.sentence = message.sentence;
    });
    this.listening = this.unlessEnded((resolve) =>
      this.onMessage(({ type }) => type === 'listening' && resolve(undefined)),
    );
    this.ready = this.unlessEnded((resolve) =>
      this.onMessage((message) => message.type === 'ready' && resolve(message.url)),
    );
  }

  get pid(): number | undefined {
    return this.worker.process.pid;
  }

  onMessage(listener: (message: ToPrimary) => void): void {
    this.worker.on('message', listener);
  }

  send(message: ToWorker): void {
    // What is sent to a process that has just ended is for nobody.
    if (this.worker.isConnected()) this.worker.send(message, () => undefined);
  }

  /** Tells it to end, and ends it by force where that takes too long. */
  end(ending: Ending, withinMs: number): void {
    this.isTold = true;
    this.send({ type: 'end', ending });
    const timer = setTimeout(() => this.worker.process.kill('SIGKILL'), withinMs);
    void this.ended.then(() => clearTimeout(timer));
  }

  private unlessEnded<T>(settle: (resolve: (value: T) => void) => void): Promise<T> {
    const settled = new Promise<T>((resolve, reject) => {
      settle(resolve);
      void this.ended.then(({ code, signal }) => {
        const how = signal ? `by ${signal}` : `with status ${code}`;
        reject(new WorkerError(this.sentence ?? `A worker ended ${how} before it could answer requests.`));
      });
    });
    // Whoever waits hears of it; where nobody does, it is no failure of this process.
    settled.catch(() => undefined);
    return settled;
  }
}
