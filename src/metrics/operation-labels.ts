import { LRUCache } from 'lru-cache';

/** How many operations have series of their own at once: with the buckets of a histogram that is some 700 lines. */
export const MAX_LABELS = 50;
/** How often a name must come before it gets one. */
export const LABELLED_AFTER_RUNS = 20;
/** Names that are counted on their way to one. Nobody can keep more of them in memory than this. */
const MAX_CANDIDATES = 1_000;
const MAX_NAME_LENGTH = 64;
/** A label is given to another name once its own was not seen for so long: names that come once cannot push others out. */
const KEPT_MS = 3_600_000;

/** No name that a client can give: names of GraphQL have no brackets. */
export const OTHER = '(other)';
export const UNNAMED = '(unnamed)';

/**
 * The labels under which operations are measured. Clients choose the names of operations, and each label is a series in
 * whatever stores the metrics, so only names that come often get one, and few of those.
 */
export class OperationLabels {
  private readonly runsByCandidate = new LRUCache<string, number>({ max: MAX_CANDIDATES });
  /** The one that was not used for longest comes first. */
  private readonly lastUseByLabel = new Map<string, number>();

  /** `drop` is told of labels that are not used any more. */
  constructor(
    private readonly drop: (label: string) => void,
    private readonly now: () => number = Date.now,
  ) {}

  labelOf(name: string | null): string {
    if (name === null) return UNNAMED;
    if (this.lastUseByLabel.delete(name) || this.hasEarnedLabel(name)) {
      this.lastUseByLabel.set(name, this.now());
      return name;
    }
    return OTHER;
  }

  private hasEarnedLabel(name: string): boolean {
    if (name.length > MAX_NAME_LENGTH) return false;
    const runs = (this.runsByCandidate.get(name) ?? 0) + 1;
    this.runsByCandidate.set(name, runs);
    if (runs < LABELLED_AFTER_RUNS || !this.hasRoom()) return false;
    this.runsByCandidate.delete(name);
    return true;
  }

  private hasRoom(): boolean {
    if (this.lastUseByLabel.size < MAX_LABELS) return true;
    const [[oldest, lastUse]] = this.lastUseByLabel as unknown as [[string, number]];
    if (this.now() - lastUse < KEPT_MS) return false;
    this.lastUseByLabel.delete(oldest);
    this.drop(oldest);
    return true;
  }
}
