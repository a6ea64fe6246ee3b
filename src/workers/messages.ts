import type { Figures } from '../metrics/figures';

/** What one worker has of the work of a server. */
export interface Task {
  /** How many of the connections of requests are its own. */
  poolSize: number;
  /** Whether it does what is done once in a server, beside the requests. */
  hasBackground: boolean;
  /** Where the database is that the primary opened; null while that is still to be done: the worker listens at once, and is told later. */
  databaseUrl: string | null;
}

/** How a worker ends: with the whole server, or because another one has taken its place. */
export type Ending = 'with all' | 'replaced';

export type ToWorker =
  | { type: 'task'; task: Task }
  | { type: 'database'; url: string }
  | { type: 'end'; ending: Ending }
  | { type: 'read figures'; request: number }
  | { type: 'figures of all'; request: number; figures: Figures[] };

export type ToPrimary =
  /** It runs, and asks for its task. */
  | { type: 'began' }
  | { type: 'listening' }
  | { type: 'ready'; url: string }
  | { type: 'failed'; sentence: string }
  | { type: 'gather figures'; request: number }
  /** What was asked for, or its last figures where no request is named. */
  | { type: 'figures'; request: number | null; figures: Figures };
