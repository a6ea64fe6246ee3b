import type { Context } from '../graphql/context';
import { defineOwnLoaderWithArguments } from '../graphql/loader';
import type { PaperDetail } from '../papers/paper-columns';
import type { Paper } from '../papers/paper.entity';
import { selectPapersById } from '../papers/papers.query';
import { findRelated, type Relation } from './find-related';

/** Papers for which related ones are looked for at once: what is read for them fits the memory. */
const BATCH = 100;

/** So many papers that are related to one, read so much in detail, the nearest first. */
export const relatedToPaper = defineOwnLoaderWithArguments(
  async ({ database }: Context, paperIds: readonly number[], { first, detail }: RelatedArguments) => {
    const relations = new Map<number, Relation[]>();
    for (let at = 0; at < paperIds.length; at += BATCH) {
      const batch = paperIds.slice(at, at + BATCH);
      const found = await findRelated(database.pool, batch);
      for (const [paperId, related] of found) relations.set(paperId, related.slice(0, first));
    }
    const relatedIds = [...relations.values()].flatMap((related) => related.map(({ paperId }) => paperId));
    const papers = await selectPapersById(database.pool, detail, [...new Set(relatedIds)]);
    return paperIds.map((id) => (relations.get(id) ?? []).flatMap((relation) => withPaper(relation, papers)));
  },
);

interface RelatedArguments {
  first: number;
  detail: PaperDetail;
}

/** A paper may be gone since it was found. */
function withPaper(relation: Relation, papers: Map<number, Paper>): { relation: Relation; paper: Paper }[] {
  const paper = papers.get(relation.paperId);
  return paper ? [{ relation, paper }] : [];
}
