import { type WorkingPaper } from './working-paper';

/** The papers that a batch may concern, by what records are matched by. */
export class PaperIndex {
  private readonly byArxivId = new Map<string, WorkingPaper>();
  private readonly byDoi = new Map<string, WorkingPaper>();
  private readonly byTitleKey = new Map<string, Set<WorkingPaper>>();

  constructor(papers: Iterable<WorkingPaper>) {
    for (const paper of papers) this.add(paper);
  }

  withArxivId(arxivId: string | null | undefined): WorkingPaper | undefined {
    return arxivId ? this.byArxivId.get(arxivId) : undefined;
  }

  withDoi(doi: string | null | undefined): WorkingPaper | undefined {
    return doi ? this.byDoi.get(doi) : undefined;
  }

  withTitleKey(titleKey: string): WorkingPaper[] {
    return [...(this.byTitleKey.get(titleKey) ?? [])];
  }

  add(paper: WorkingPaper): void {
    const { arxivId, doi } = paper.paper.metadata;
    if (arxivId) this.byArxivId.set(arxivId, paper);
    if (doi) this.byDoi.set(doi, paper);
    for (const { titleKey } of [paper, ...paper.former]) {
      const namesakes = this.byTitleKey.get(titleKey);
      if (namesakes) namesakes.add(paper);
      else this.byTitleKey.set(titleKey, new Set([paper]));
    }
  }

  /** Changes a paper, so that it is found by what it has become. */
  change(paper: WorkingPaper, next: Partial<WorkingPaper>): void {
    const { arxivId, doi } = paper.paper.metadata;
    if (arxivId) this.byArxivId.delete(arxivId);
    if (doi) this.byDoi.delete(doi);
    this.byTitleKey.get(paper.titleKey)?.delete(paper);
    this.add(Object.assign(paper, next));
  }
}
