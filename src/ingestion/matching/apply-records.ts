import { isDeepStrictEqual } from 'node:util';
import { RefusedRecordError } from '../readers/refusal';
import { matchPaper, requireFreeDoi } from './match-paper';
import { PaperIndex } from './paper-index';
import { type KeyedRecord, newPaper, type WorkingPaper, withRecord } from './working-paper';

export interface ImportCounts {
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
}

export interface Refusal {
  /** Where the record stands in its file: `line 12` or `index 3`. */
  where: string;
  /** A sentence. */
  reason: string;
}

export interface AppliedRecords {
  counts: ImportCounts;
  refusals: Refusal[];
  /** The papers that differ from what the database holds. */
  papers: WorkingPaper[];
}

/**
 * Works records into the papers of the database, one after the other, so that records of one batch that are of one
 * paper meet as if they came in batches of their own.
 */
export function applyRecords(candidates: WorkingPaper[], records: KeyedRecord[]): AppliedRecords {
  const index = new PaperIndex(candidates);
  const counts = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  const refusals: Refusal[] = [];
  const papers = new Set<WorkingPaper>();
  for (const record of records) {
    try {
      const { paper, outcome } = applyRecord(index, record);
      counts[outcome] += 1;
      if (paper) papers.add(paper);
    } catch (error) {
      if (!(error instanceof RefusedRecordError)) throw error;
      counts.refused += 1;
      refusals.push({ where: record.where, reason: error.message });
    }
  }
  return { counts, refusals, papers: [...papers] };
}

interface Applied {
  outcome: 'added' | 'changed' | 'unchanged';
  /** Left out where there is nothing to write. */
  paper?: WorkingPaper;
}

function applyRecord(index: PaperIndex, record: KeyedRecord): Applied {
  const paper = matchPaper(index, record);
  if (!paper) return { outcome: 'added', paper: addPaper(index, record) };

  const next = withRecord(paper, record);
  if (!next) return { outcome: 'unchanged' };

  requireFreeDoi(index, paper, next.paper.metadata.doi);
  const isSame = isDeepStrictEqual(next.paper, paper.paper);
  index.change(paper, next);
  return { outcome: isSame ? 'unchanged' : 'changed', paper };
}

function addPaper(index: PaperIndex, record: KeyedRecord): WorkingPaper {
  const paper = newPaper(record);
  index.add(paper);
  return paper;
}
