import { Counter, Gauge, type Registry } from 'prom-client';

/** What is counted of answers that are kept for others. */
export interface KeptAnswersMetrics {
  /** Somebody asked for what is kept where it can be, and was given a kept answer or not. */
  noteRequest: (isKept: boolean) => void;
  /** So many were dropped, because something was committed that moves them. */
  noteDropped: (count: number) => void;
  /** Says where their size is read. */
  readSize: (read: () => { answers: number; bytes: number }) => void;
}

export function createKeptAnswersMetrics(registry: Registry): KeptAnswersMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'daily_papers_response_cache_requests_total',
    help: 'Requests whose answer may be kept for others, by whether one was there (hit) or not (miss).',
    labelNames: ['outcome'],
    registers,
  });
  const dropped = new Counter({
    name: 'daily_papers_response_cache_drops_total',
    help: 'Kept answers that were dropped because something was committed that may have changed them.',
    registers,
  });
  let readSize = () => ({ answers: 0, bytes: 0 });
  new Gauge({
    name: 'daily_papers_response_cache_answers',
    help: 'Answers that are kept.',
    registers,
    collect() {
      this.set(readSize().answers);
    },
  });
  new Gauge({
    name: 'daily_papers_response_cache_bytes',
    help: 'What the kept answers take.',
    registers,
    collect() {
      this.set(readSize().bytes);
    },
  });
  for (const outcome of ['hit', 'miss']) requests.inc({ outcome }, 0);
  return {
    noteRequest: (isKept) => requests.inc({ outcome: isKept ? 'hit' : 'miss' }),
    noteDropped: (count) => dropped.inc(count),
    readSize: (read) => (readSize = read),
  };
}
