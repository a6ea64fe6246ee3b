import type { SqlRunner } from '../../db/sql';
import { committedSince, type CommittedChange, type Sight } from './committed-since.query';

/** While somebody asks, it is looked again after so long. */
const LOOK_AGAIN_AFTER_MS = 25;

/** A look holds no longer, unless somebody has more patience: whoever asks then waits for the next one. */
const LOOK_HOLDS_MS = 75;

interface LookoutOptions {
  /** Told what was committed between two looks, in a row without a gap; null for anything at all. */
  onCommitted: (changes: readonly CommittedChange[] | null) => void;
  holdsMs?: number | undefined;
}

/**
 * Tells what was committed as it becomes visible, by any process. It does not wait for the order of the change stream, in
 * which a change comes up only once nothing can be committed before it. It looks when somebody asks and at no other time.
 */
export class Lookout {
  private sight: Sight | null = null;
  /** When the newest look that is over began; a doubt or a failure takes it back. */
  private lookedAt = -Infinity;
  private looking: Promise<boolean> | null = null;
  private doubts = 0;

  constructor(
    private readonly sql: SqlRunner,
    private readonly options: LookoutOptions,
  ) {}

  /** Whether something was looked at before: without that nobody can tell what came since. */
  get hasLooked(): boolean {
    return this.sight !== null;
  }

  /** Something was committed, or may have been: no look that began before this counts any more. */
  doubt(): void {
    this.doubts++;
    this.lookedAt = -Infinity;
  }

  /**
   * Whether everything that was committed more than a tenth of a second ago was told. Looks again in the background where that
   * will not hold for long; `catchUp` waits for it.
   */
  isUpToDate(): boolean {
    const age = performance.now() - this.lookedAt;
    if (age > LOOK_AGAIN_AFTER_MS) void this.look();
    return age <= (this.options.holdsMs ?? LOOK_HOLDS_MS);
  }

  /** Waits until everything was told that had been committed when it was asked. False where the database cannot be asked. */
  async catchUp(): Promise<boolean> {
    // One that is under way may have begun before that.
    await this.looking;
    return this.isUpToDate() || this.look();
  }

  /** Whether it could be looked. */
  private look(): Promise<boolean> {
    return (this.looking ??= this.lookNow().finally(() => (this.looking = null)));
  }

  private async lookNow(): Promise<boolean> {
    const { doubts } = this;
    const startedAt = performance.now();
    try {
      const { sight, changes } = await committedSince(this.sql, this.sight);
      this.sight = sight;
      if (changes === null || changes.length > 0) this.options.onCommitted(changes);
      if (doubts === this.doubts) this.lookedAt = startedAt;
      return true;
    } catch {
      // Whoever asks the database for an answer is told why it cannot be asked.
      this.sight = null;
      this.lookedAt = -Infinity;
      this.options.onCommitted(null);
      return false;
    }
  }
}
