import type { SqlDatabase, SqlRunner } from '../../db/sql';
import { nearestPapers } from '../../embeddings/nearest-papers.query';
import { queryVector } from '../../embeddings/query-vector';
import type { Embedder } from '../../lib/embedder';
import { unlessAborted } from '../../lib/unless-aborted';
import type { PaperFilter } from '../../papers/paper-filter';
import { requirementsOf, wholeFilter } from '../query/filter-requirements';
import { parseSearchQuery } from '../query/search-query';
import { candidatesOf, hasOneOfEach, MAX_RANKED } from '../ranking/candidates.query';
import { meets } from '../ranking/meet-conditions';
import { matchesBy, type ScoredPaper, SearchMatch } from '../ranking/score-paper';

export interface SemanticRanking {
  /** The closest first, at most MAX_RANKED; the score is the cosine of the two vectors. */
  papers: ScoredPaper[];
  isCut: boolean;
}

/** Ranks papers by how close their meaning is to that of a text. Throws EmbedderError where the embedder does not answer. */
export async function rankSemantically(
  database: SqlDatabase,
  embedder: Embedder,
  typed: string,
  filter: PaperFilter,
): Promise<SemanticRanking> {
  const query = parseSearchQuery(typed);
  const asked = queryVector(embedder, query.said);
  const vector = await (database.signal ? unlessAborted(asked, database.signal) : asked);
  const { groups, filterConditions, conditionsOn } = requirementsOf(query, wholeFilter(filter, query));
  const { papers, isCut } = await nearestPapers(database, embedder.model, vector, {
    limit: MAX_RANKED,
    conditions: (placeholders) => [
      ...conditionsOn(placeholders),
      ...hasOneOfEach(groups, placeholders).map(
        (condition) => `exists (select from paper_tokens t where t.paper_id = p.id and ${condition})`,
      ),
    ],
  });
  const wanted = await selectWanted(
    database.pool,
    papers.map(({ paperId }) => paperId),
    [...query.conditions, ...filterConditions],
  );
  return {
    isCut: isCut || papers.length === MAX_RANKED,
    papers: papers
      .filter(({ paperId }) => wanted.has(paperId))
      .map(({ paperId, similarity }) => ({
        paperId,
        score: similarity,
        wordScore: 0,
        matches: matchesBy(SearchMatch.MEANING),
        wordCount: 0,
      })),
  };
}

type Conditions = ReturnType<typeof parseSearchQuery>['conditions'];

/** Those of some papers that are what the conditions of the query ask for. */
async function selectWanted(sql: SqlRunner, paperIds: number[], conditions: Conditions): Promise<ReadonlySet<number>> {
  if (conditions.length === 0) return new Set(paperIds);
  const candidates = await candidatesOf(sql, paperIds);
  const wanted = candidates.filter(({ fields }) => conditions.every((condition) => meets(fields, condition)));
  return new Set(wanted.map(({ paperId }) => paperId));
}
