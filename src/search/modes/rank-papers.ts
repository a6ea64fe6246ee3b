import type { Context } from '../../graphql/context';
import { requestError } from '../../graphql/errors';
import { EmbedderError } from '../../lib/embedder';
import type { PaperFilter } from '../../papers/paper-filter';
import { MAX_RANKED } from '../ranking/candidates.query';
import { type LexicalRanking, type PinnedSearch, rankLexically } from '../ranking/rank-lexically';
import { isWordless } from '../query/search-query';
import { SearchMode } from '../search.inputs';
import { fuseRankings } from './fuse-rankings';
import { rankSemantically, type SemanticRanking } from './rank-semantically';

/** What a search goes on with on its next page. */
export interface PinnedMode extends PinnedSearch {
  modeUsed: SearchMode;
}

export interface Ranking extends LexicalRanking {
  modeUsed: SearchMode;
}

interface Asked {
  query: string;
  mode: SearchMode;
  filter: PaperFilter;
  /** How many of the best are asked for; Infinity for all. */
  wanted: number;
}

/** Ranks papers by the mode that is asked for, or on a later page by the one that was used on the first. */
export async function rankPapers(context: Context, asked: Asked, pinned: PinnedMode | null): Promise<Ranking> {
  const { query, filter, wanted } = asked;
  const mode = pinned?.modeUsed ?? asked.mode;
  // Nothing to compare: what the filter leaves is listed.
  if (mode === SearchMode.LEXICAL || isWordless(query)) {
    const words = await rankLexically(context.database, query, filter, pinned, wanted);
    return { ...words, modeUsed: SearchMode.LEXICAL };
  }

  const [words, meaning] = await Promise.all([
    rankLexically(context.database, query, filter, pinned),
    semantic(context, asked),
  ]);
  if (meaning === null) {
    // The scores of a first page by both mean nothing beside those by words alone.
    if (mode === SearchMode.SEMANTIC || pinned) throw unavailable(context);
    return { ...words, modeUsed: SearchMode.LEXICAL };
  }
  const isCut = words.isCut || meaning.isCut;
  if (mode === SearchMode.SEMANTIC) return { ...words, ...meaning, modeUsed: mode };
  return { ...words, papers: fuseRankings([words.papers, meaning.papers], MAX_RANKED), isCut, modeUsed: mode };
}

/** Null where there is no embedder, or none that answers. */
async function semantic({ database, embedder }: Context, { query, filter }: Asked): Promise<SemanticRanking | null> {
  if (!embedder) return null;
  try {
    return await rankSemantically(database, embedder, query, filter);
  } catch (error) {
    if (error instanceof EmbedderError) return null;
    throw error;
  }
}

function unavailable({ embedder }: Context) {
  return requestError(
    'SEMANTIC_UNAVAILABLE',
    embedder
      ? 'The embedding model does not answer now; try again later, or search with the mode LEXICAL.'
      : 'This deployment has no embedding model; search with the mode LEXICAL.',
  );
}
