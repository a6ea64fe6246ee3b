import { type WorkingPaper } from '../matching/working-paper';

/** A paper that has its row, so that others can refer to it. */
export interface WrittenPaper extends WorkingPaper {
  id: number;
}

export function isNew(paper: WrittenPaper): boolean {
  return paper.before === null;
}
