import cluster from 'node:cluster';
import type { Figures } from '../metrics/figures';
import type { Ending, Task, ToPrimary, ToWorker } from './messages';

/** The primary waits a second for the figures of each worker; where it does not answer either, a worker tells of itself alone. */
const GATHER_WITHIN_MS = 2_000;

type Message<Type extends ToWorker['type']> = Extract<ToWorker, { type: Type }>;

/** A worker's connection to the process that started it. */
export class LineToPrimary {
  readonly task: Promise<Task>;
  /** Where the database is, for a worker whose task does not say it. */
  readonly databaseUrl: Promise<string>;
  private readonly gathering = new Map<number, (figures: Figures[]) => void>();
  private gathered = 0;

  constructor() {
    this.task = new Promise((resolve) => this.on('task', ({ task }) => resolve(task)));
    this.databaseUrl = new Promise((resolve) => this.on('database', ({ url }) => resolve(url)));
    this.on('figures of all', ({ request, figures }) => this.gathering.get(request)?.(figures));
    // What Node itself sends to a primary that has just died is for nobody; that the line is gone is told by its end.
    process.on('error', () => undefined);
    void this.tell({ type: 'began' });
  }

  /** Calls back when the primary wants the end of this worker, or is gone itself. */
  onEnd(callBack: (ending: Ending) => void): void {
    this.on('end', ({ ending }) => callBack(ending));
    cluster.worker?.once('disconnect', () => {
      // Otherwise Node ends this process at once, whatever it is about to answer.
      cluster.worker!.exitedAfterDisconnect = true;
      callBack('with all');
    });
  }

  /** Settled once it is on its way; there may be nobody any more to hear it. */
  tell(message: ToPrimary): Promise<void> {
    return new Promise((resolve) => {
      if (process.connected) process.send!(message, undefined, undefined, () => resolve());
      else resolve();
    });
  }

  /** Answers whenever the primary asks for the figures of this process. */
  offerFigures(read: () => Promise<Figures>): void {
    this.on('read figures', ({ request }) => {
      void read().then((figures) => this.tell({ type: 'figures', request, figures }));
    });
  }

  /** The figures of all workers, of this one among them. */
  async gatherFigures(own: () => Promise<Figures>): Promise<Figures[]> {
    const request = ++this.gathered;
    const gathered = new Promise<Figures[] | null>((resolve) => {
      this.gathering.set(request, resolve);
      setTimeout(resolve, GATHER_WITHIN_MS, null).unref();
    });
    await this.tell({ type: 'gather figures', request });
    const figures = await gathered;
    this.gathering.delete(request);
    return figures ?? [await own()];
  }

  private on<Type extends ToWorker['type']>(type: Type, listener: (message: Message<Type>) => void): void {
    process.on('message', (message: ToWorker) => {
      if (message.type === type) listener(message as Message<Type>);
    });
  }
}
