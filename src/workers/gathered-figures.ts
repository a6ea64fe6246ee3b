import { countsIn, type Figures, sumOf } from '../metrics/figures';
import type { Member } from './member';
import type { ToPrimary } from './messages';

/** Whoever reads the metrics waits for a worker no longer than this; one that is too busy is shown as it was before. */
const PATIENCE_MS = 1_000;

/**
 * The figures of all workers, gathered for the one that is asked. What those counted that are gone stays counted: a sum that
 * falls is taken for the restart of a server, and everything in it for new.
 */
export class GatheredFigures {
  private ofGone: Promise<Figures> = Promise.resolve([]);
  private readonly newest = new Map<Member, Figures>();
  private readonly waiting = new Map<number, () => void>();
  private asked = 0;

  constructor(private readonly members: () => Member[]) {}

  hear(message: ToPrimary, from: Member): void {
    if (message.type === 'figures') {
      this.newest.set(from, message.figures);
      if (message.request !== null) this.waiting.get(message.request)?.();
    }
    if (message.type === 'gather figures') {
      const { request } = message;
      void this.gather().then((figures) => from.send({ type: 'figures of all', request, figures }));
    }
  }

  /** Keeps what a worker counted that is gone. */
  keep(member: Member): void {
    const figures = this.newest.get(member);
    this.newest.delete(member);
    if (!figures) return;
    this.ofGone = this.ofGone.then((sum) => sumOf([sum, countsIn(figures)]).getMetricsAsJSON());
  }

  private async gather(): Promise<Figures[]> {
    const asked = this.members().filter(({ isReady }) => isReady);
    await Promise.all(asked.map((member) => this.ask(member)));
    // Both are taken in one moment, so that nobody is in neither or in both.
    const living = [...this.newest.values()];
    return [await this.ofGone, ...living];
  }

  /** Settled once a worker has answered, or could have. */
  private async ask(member: Member): Promise<void> {
    const request = ++this.asked;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      void member.gone.then(resolve);
      this.waiting.set(request, () => {
        clearTimeout(timer);
        resolve();
      });
      member.send({ type: 'read figures', request });
    });
    this.waiting.delete(request);
  }
}
