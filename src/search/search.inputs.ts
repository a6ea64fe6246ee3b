import { ArgsType, Field, InputType, registerEnumType } from 'type-graphql';
import { ForwardPageArguments } from '../graphql/page';
import { OrderDirection } from '../paging/order-direction';
import { PaperFilter } from '../papers/paper-filter';
import { PaperOrderField } from '../papers/paper-order';

export enum SearchMode {
  LEXICAL = 'LEXICAL',
  SEMANTIC = 'SEMANTIC',
  HYBRID = 'HYBRID',
}

registerEnumType(SearchMode, {
  name: 'SearchMode',
  description: 'What papers are compared by with a query.',
  valuesConfig: {
    LEXICAL: { description: 'By their words, names and categories.' },
    SEMANTIC: {
      description:
        'By what they mean, as an embedding model tells it. Without one at this deployment the error is `SEMANTIC_UNAVAILABLE`.',
    },
    HYBRID: {
      description:
        'By both: papers that come early in either list. Without an embedding model it is `LEXICAL`, which `modeUsed` says.',
    },
  },
});

const RELEVANCE = { RELEVANCE: 'RELEVANCE' } as const;
export const SearchOrderField = { ...RELEVANCE, ...PaperOrderField };
export type SearchOrderField = keyof typeof SearchOrderField;

registerEnumType(SearchOrderField, {
  name: 'SearchOrderField',
  description: 'What found papers can be ordered by. Equal ones are ordered by their age here, in the same direction.',
  valuesConfig: {
    RELEVANCE: { description: 'How well the paper fits the query: see `PaperSearchEdge.score`.' },
    PUBLISHED_ON: { description: 'The day of publication.' },
    UPVOTES: {
      description:
        'The number of upvotes, which moves under the reader: a paper whose count changes may come again or be missed.',
    },
    TRENDING: {
      description:
        'The trending score, which moves under the reader: a paper whose score changes may come again or be missed.',
    },
    SUBMITTED_AT: { description: 'When the paper was submitted to its edition.' },
    CREATED_AT: { description: 'When the paper was added here.' },
  },
});

@InputType({ description: 'An order of found papers.' })
export class SearchOrder {
  @Field(() => SearchOrderField, { description: 'What to order by.' })
  field!: SearchOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'Which end comes first.' })
  direction!: OrderDirection;
}

export const BEST_FIRST: SearchOrder = { field: 'RELEVANCE', direction: OrderDirection.DESC };

/** More than any title, question or abstract has. */
export const MAX_QUERY_LENGTH = 2_000;

@ArgsType()
export class SearchArguments extends ForwardPageArguments {
  @Field(() => String, {
    nullable: true,
    description: `What to look for, at most ${MAX_QUERY_LENGTH.toLocaleString('en-US')} characters: words, a title, a name, a question; an arXiv id, a DOI or an address of a paper, which lead straight to it. "In quotes" words must stand side by side; \`-word\` must not occur; \`author:lecun\`, \`title:diffusion\`, \`category:cs.LG\`, \`year:2023..2025\` and \`has:code\` must hold. Nothing is a syntax error. Without words, all papers that the filter leaves.`,
  })
  query?: string | null;

  @Field(() => SearchMode, {
    nullable: true,
    defaultValue: SearchMode.LEXICAL,
    description: 'What papers are compared by with the query.',
  })
  mode?: SearchMode | null;

  @Field(() => PaperFilter, { nullable: true, description: 'Which papers to look among; all of them without it.' })
  filter?: PaperFilter | null;

  @Field(() => SearchOrder, {
    nullable: true,
    description:
      'The order; the most relevant first without it. Any other puts those of the found papers in order that have as many of the words as any has.',
  })
  orderBy?: SearchOrder | null;
}
