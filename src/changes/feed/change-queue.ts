import { isAfter, type Position } from '../position';
import type { StoredChange } from '../read-stretch.query';

/** What somebody wants to hear of; what is left out is no condition. */
export interface Wanted {
  kinds?: ReadonlySet<string>;
  paperIds?: ReadonlySet<number>;
  editionDate?: string;
}

export function isWanted({ kinds, paperIds, editionDate }: Wanted, change: StoredChange): boolean {
  if (kinds && !kinds.has(change.kind)) return false;
  if (paperIds && (change.paperId === null || !paperIds.has(change.paperId))) return false;
  return editionDate === undefined || change.editionDate === editionDate;
}

/** More than come while a client is sent one, and few enough to be kept for thousands of clients. */
const MOST_KEPT = 100;

/** What came for one who listens and was not taken yet. It holds so many and no more: who is slower reads the rest from the database. */
export class ChangeQueue {
  private readonly kept: StoredChange[] = [];
  private isFull = false;
  private wake: () => void = () => undefined;

  /** Everything wanted after `start` is put in here, or the queue is full. */
  constructor(
    readonly wanted: Wanted,
    readonly start: Position,
  ) {}

  put(change: StoredChange): void {
    if (this.isFull) return;
    if (this.kept.length === MOST_KEPT) this.isFull = true;
    else this.kept.push(change);
    this.wake();
  }

  /** What comes after a place, one after the other, until the signal fires or something did not fit any more. */
  async *after(position: Position, signal: AbortSignal): AsyncGenerator<StoredChange> {
    while (!signal.aborted) {
      const change = this.kept.shift();
      if (change === undefined) {
        if (this.isFull) return;
        await this.more(signal);
      } else if (isAfter(change.position, position)) yield change;
    }
  }

  private more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        this.wake = () => undefined;
        resolve();
      };
      this.wake = wake;
      signal.addEventListener('abort', wake);
    });
  }
}
