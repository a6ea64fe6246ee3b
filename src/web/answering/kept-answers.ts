import type { FormattedExecutionResult } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { CommittedChange } from '../../changes/lookout/committed-since.query';
import { Lookout } from '../../changes/lookout/lookout';
import type { SqlRunner } from '../../db/sql';
import type { Shown } from '../../graphql/context';
import { addTo, removeFrom } from '../../lib/sets-by-key';
import type { KeptAnswersMetrics } from '../../metrics/kept-answers-metrics';
import type { MovedBy } from './moved-by';

/** An answer as it is sent. */
export interface KeptAnswer {
  body: Buffer;
  /** Of its data no more than which fields of the root have a value. */
  outline: FormattedExecutionResult;
}

/** What is kept of an answer, and what drops it. */
interface Entry extends KeptAnswer {
  /** The papers whose votes and comments move it; null for those of any. */
  paperIds: ReadonlySet<number> | null;
}

/** A run whose answer may be kept, and what was committed since it began. */
interface Run {
  readonly movedPaperIds: Set<number>;
  /** Whether something was committed that moves every answer. */
  hasAllMoved: boolean;
}

/** Changes that move no more than what shows their paper, and lists in the order of votes. */
const OF_ITS_PAPER = /^(?:PAPER_UPVOTED|PAPER_UPVOTE_REMOVED|COMMENT_.*)$/;

/** What an entry takes beside its bytes and its key, and for each of its papers. */
const ENTRY_BYTES = 600;
const PAPER_BYTES = 100;

/** In every time zone days begin, and clocks are set, at a full quarter of an hour: nothing that shows what day it is outlives one. */
const QUARTER_MS = 900_000;

/** A share of all: one answer does not drive out all others. */
const LARGEST_SHARE = 1 / 16;

interface KeptAnswersParts {
  sql: SqlRunner;
  /** How many bytes all answers may take. */
  bytes: number;
  metrics: KeptAnswersMetrics;
  /** For how long it holds what was seen of the database; without it, not for a tenth of a second. */
  holdsMs?: number | undefined;
}

/**
 * Answers for nobody in particular, as finished bytes, for as long as nothing was committed that moves them. One that somebody is
 * given is at most a tenth of a second behind what was committed anywhere, and shows what was committed here.
 */
export class KeptAnswers {
  private readonly entries: LRUCache<string, Entry>;
  private readonly keysByPaperId = new Map<number, Set<string>>();
  private readonly keysOfAnyPaper = new Set<string>();
  private readonly runs = new Set<Run>();
  private readonly lookout: Lookout;

  constructor(private readonly parts: KeptAnswersParts) {
    this.entries = new LRUCache({
      maxSize: parts.bytes,
      maxEntrySize: Math.floor(parts.bytes * LARGEST_SHARE),
      sizeCalculation: ({ body, paperIds }, key) =>
        body.length + 2 * key.length + ENTRY_BYTES + PAPER_BYTES * (paperIds?.size ?? 0),
      dispose: (entry, key) => this.forget(entry, key),
    });
    parts.metrics.readSize(() => ({ answers: this.entries.size, bytes: this.entries.calculatedSize }));
    this.lookout = new Lookout(parts.sql, {
      onCommitted: (changes) => this.drop(changes),
      holdsMs: parts.holdsMs,
    });
  }

  /** Something was committed, by this process or another: the next answer waits for a look at what it was. */
  doubt(): void {
    this.lookout.doubt();
  }

  /** The kept answer, where it is known to hold. */
  async find(key: string): Promise<KeptAnswer | null> {
    const { metrics } = this.parts;
    const isHeld = this.entries.has(key) && (this.lookout.isUpToDate() || (await this.lookout.catchUp()));
    const entry = isHeld ? this.entries.get(key) : undefined;
    metrics.noteRequest(entry !== undefined);
    return entry ?? null;
  }

  /** As `find`, where it is known already: null where somebody would have to wait for it. */
  findNow(key: string): KeptAnswer | null {
    const entry = this.entries.has(key) && this.lookout.isUpToDate() ? this.entries.get(key) : undefined;
    if (!entry) return null;
    this.parts.metrics.noteRequest(true);
    return entry;
  }

  /** Makes an answer, and keeps it unless something that moves it was committed meanwhile. */
  async keepingAnswer<Answer>(
    key: string,
    moved: MovedBy,
    make: (shown: Shown) => Promise<{ answer: Answer; kept: KeptAnswer | null }>,
  ): Promise<Answer> {
    const shown: Shown = { paperIds: new Set(), hasOthers: false };
    // Without a look before, nobody could tell what was committed since.
    if (!this.lookout.hasLooked) await this.lookout.catchUp();
    const endsAt = performance.now() + QUARTER_MS - (Date.now() % QUARTER_MS);
    const run: Run = { movedPaperIds: new Set(), hasAllMoved: !this.lookout.hasLooked };
    this.runs.add(run);
    try {
      const { answer, kept } = await make(shown);
      const paperIds = moved === 'its papers' ? shown.paperIds : null;
      if (kept && !shown.hasOthers && !hasMoved(run, paperIds)) this.keep(key, { ...kept, paperIds }, endsAt);
      return answer;
    } finally {
      this.runs.delete(run);
    }
  }

  private keep(key: string, entry: Entry, endsAt: number): void {
    const ttl = Math.floor(endsAt - performance.now());
    if (ttl <= 0) return;
    this.entries.set(key, entry, { ttl });
    // It may be too large.
    if (!this.entries.has(key)) return;
    if (!entry.paperIds) this.keysOfAnyPaper.add(key);
    else for (const paperId of entry.paperIds) addTo(this.keysByPaperId, paperId, key);
  }

  /** Drops what was committed moves, before anybody is given it. */
  private drop(changes: readonly CommittedChange[] | null): void {
    const before = this.entries.size;
    const paperIds = changes && paperIdsOf(changes);
    if (!paperIds) this.entries.clear();
    else for (const key of this.keysMovedBy(paperIds)) this.entries.delete(key);
    for (const run of this.runs) {
      if (paperIds) paperIds.forEach((paperId) => run.movedPaperIds.add(paperId));
      else run.hasAllMoved = true;
    }
    this.parts.metrics.noteDropped(before - this.entries.size);
  }

  private keysMovedBy(paperIds: readonly number[]): string[] {
    return [...this.keysOfAnyPaper, ...paperIds.flatMap((paperId) => [...(this.keysByPaperId.get(paperId) ?? [])])];
  }

  private forget({ paperIds }: Entry, key: string): void {
    this.keysOfAnyPaper.delete(key);
    for (const paperId of paperIds ?? []) removeFrom(this.keysByPaperId, paperId, key);
  }
}

/** The papers that changes are of, where they move no more than those; null where they move every answer. */
function paperIdsOf(changes: readonly CommittedChange[]): number[] | null {
  const paperIds = changes.map(({ kind, paperId }) => (OF_ITS_PAPER.test(kind) ? paperId : null));
  return paperIds.every((paperId) => paperId !== null) ? paperIds : null;
}

function hasMoved({ hasAllMoved, movedPaperIds }: Run, paperIds: ReadonlySet<number> | null): boolean {
  if (hasAllMoved || !paperIds) return hasAllMoved || movedPaperIds.size > 0;
  return [...paperIds].some((paperId) => movedPaperIds.has(paperId));
}
