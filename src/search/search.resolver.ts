import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Extensions, Field, Float, Info, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { KeyValue } from '../db/keyset';
import type { Context } from '../graphql/context';
import { badUserInput } from '../graphql/errors';
import { showsAny } from '../graphql/selection';
import type { Term } from '../words/term';
import { connectionOf, edgeOf } from '../paging/connection';
import type { EdgeCursor } from '../paging/relation-field';
import { needsAbstract, paperDetail } from '../papers/paper-columns';
import { Paper } from '../papers/paper.entity';
import { SearchMatch } from './ranking/score-paper';
import { facetsOf, SearchFacets } from './results/facets.resolver';
import { Highlight, HighlightField, highlightsOf } from './results/highlights.resolver';
import { runSearch, type SearchResult } from './run-search';
import { MAX_QUERY_LENGTH, SearchArguments, SearchMode } from './search.inputs';

needsAbstract('highlights');

/** The fields of a connection that say something of all found papers: where none is shown, they need not all be found. */
const SHOW_ALL = ['totalCount', 'totalCountIsLowerBound', 'facets'];

registerEnumType(SearchMatch, {
  name: 'SearchMatch',
  description: 'A way in which a paper was found.',
  valuesConfig: {
    IDENTIFIER: { description: 'The query is its arXiv id, DOI or address.' },
    TITLE: { description: 'The query is its title, or stands in it as it is.' },
    PHRASE: { description: 'The query stands in its abstract as it is.' },
    WORDS: { description: 'Its title, abstract or keywords have words of the query, in any form.' },
    RELATED_WORDS: { description: 'It has words that the best papers of the query are full of.' },
    AUTHOR: { description: 'The names of its authors have words of the query.' },
    CATEGORY: { description: 'It is in a category of the query.' },
    YEAR: { description: 'It was published in a year of the query.' },
    MEANING: { description: 'It is among the papers whose meaning is the closest.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A paper that was found.' })
export class PaperSearchEdge extends edgeOf(Paper, 'The paper.') {
  constructor(
    node: Paper,
    private readonly found: { score: number; matchedBy: SearchMatch[] },
    private readonly terms: ReadonlySet<Term>,
    ...cursor: EdgeCursor
  ) {
    super(node, ...cursor);
  }

  @Field(() => Float, {
    description:
      'How well the paper fits this query; of no meaning beside the scores of another query or mode. 0 where the query asks for no words.',
  })
  get score(): number {
    return this.found.score;
  }

  @Field(() => [SearchMatch], { description: 'In which ways it was found, in the order of the enum.' })
  get matchedBy(): SearchMatch[] {
    return this.found.matchedBy;
  }

  @Extensions({ listSize: Object.keys(HighlightField).length })
  @Field(() => [Highlight], { description: 'Where its title and its abstract have words of the query.' })
  highlights(): Highlight[] {
    return highlightsOf(this.node, this.terms);
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'Found papers, at most the 1,000 that fit best.',
})
export class PaperSearchConnection extends connectionOf(PaperSearchEdge, Paper) {
  constructor(
    private readonly result: SearchResult,
    private readonly context: Context,
    edges: PaperSearchEdge[],
  ) {
    super({ ...result.page, edges }, () => result.count);
  }

  @Field(() => SearchMode, {
    description: 'By what papers were compared: `HYBRID` becomes `LEXICAL` where no embedding model answers.',
  })
  get modeUsed(): SearchMode {
    return this.result.modeUsed;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'The query with words that were probably meant. Where no paper has a word as it was typed, this is what was searched for. Null where nothing looks mistyped.',
  })
  get didYouMean(): string | null {
    return this.result.didYouMean;
  }

  @Field(() => SearchFacets, { description: 'How the found papers spread, whatever the page; counted when asked for.' })
  facets(): Promise<SearchFacets> {
    return facetsOf(this.context.database.pool, this.result.paperIds);
  }
}

@Resolver()
export class SearchResolver {
  @Query(() => PaperSearchConnection, {
    nullable: true,
    description:
      'Finds papers by words of their title, abstract, keywords and author names, by category and year, or by an identifier; 20 a page, at most 100, forward only. A paper is found from the moment it was imported. Papers that do not change between two pages neither come again nor are missed.',
  })
  async search(
    @Args(() => SearchArguments) args: SearchArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PaperSearchConnection> {
    const query = args.query ?? '';
    if (query.length > MAX_QUERY_LENGTH) {
      const message = `"query" has ${query.length} characters; it takes at most ${MAX_QUERY_LENGTH}.`;
      throw badUserInput('query', message);
    }
    const result = await runSearch(
      context,
      { ...args, query },
      { detailOf: (sort) => paperDetail(info, sort), showsAll: showsAny(info, SHOW_ALL) },
    );
    const edges = result.page.found.map((paper) => {
      const sortValues: KeyValue[] = result.sortValuesOf(paper);
      return new PaperSearchEdge(paper, result.foundOf(paper), result.terms, result.fingerprint, sortValues);
    });
    return new PaperSearchConnection(result, context, edges);
  }
}
