import { Field, InputType, registerEnumType } from 'type-graphql';
import type { Keyset, KeyType, KeyValue } from '../db/keyset';
import { OrderDirection } from '../paging/order-direction';
import type { Paper } from './paper.entity';

export enum PaperOrderField {
  PUBLISHED_ON = 'PUBLISHED_ON',
  UPVOTES = 'UPVOTES',
  TRENDING = 'TRENDING',
  SUBMITTED_AT = 'SUBMITTED_AT',
  CREATED_AT = 'CREATED_AT',
}

registerEnumType(PaperOrderField, {
  name: 'PaperOrderField',
  description: 'What papers can be ordered by. Equal ones are ordered by their age here, in the same direction.',
  valuesConfig: {
    PUBLISHED_ON: { description: 'The day of publication.' },
    UPVOTES: {
      description:
        'The number of upvotes. It moves under the reader: a paper whose count changes between two pages may come again or be missed.',
    },
    TRENDING: {
      description:
        'The trending score: see `Paper.trendingScore`. It moves under the reader as votes and comments come, never by time passing alone: a paper whose score changes between two pages may come again or be missed.',
    },
    SUBMITTED_AT: { description: 'When the paper was submitted to its edition.' },
    CREATED_AT: { description: 'When the paper was added here. Never moves: the order in which to read everything.' },
  },
});

@InputType({ description: 'An order of papers.' })
export class PaperOrder {
  @Field(() => PaperOrderField, { description: 'What to order by.' })
  field!: PaperOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'Which end comes first.' })
  direction!: OrderDirection;
}

export const NEWEST_FIRST: PaperOrder = { field: PaperOrderField.PUBLISHED_ON, direction: OrderDirection.DESC };

interface SortKey {
  /** The expression, over papers `p` and paper_stats `s`; `last` is what stands in for a missing value. */
  sql(last: string): string;
  /** The paper's id, from the table whose index serves the order. */
  tie: 'p.id' | 's.paper_id';
  type: KeyType;
  needsWhole?: boolean;
  valueOf(paper: Paper, last: string): KeyValue;
}

const SORT_KEYS: Record<PaperOrderField, SortKey> = {
  PUBLISHED_ON: {
    sql: (last) => `coalesce(p.published_on, '${last}')`,
    tie: 'p.id',
    type: 'date',
    valueOf: (paper, last) => paper.publishedOn ?? last,
  },
  UPVOTES: { sql: () => 's.upvote_count', tie: 's.paper_id', type: 'integer', valueOf: (paper) => paper.upvoteCount },
  TRENDING: {
    sql: () => 's.trending_score',
    tie: 's.paper_id',
    type: 'double precision',
    valueOf: (paper) => paper.trendingScore,
  },
  SUBMITTED_AT: {
    sql: (last) => `coalesce(s.submitted_at, '${last}')`,
    tie: 's.paper_id',
    type: 'timestamptz',
    needsWhole: true,
    valueOf: (paper, last) => paper.submittedAt?.toISOString() ?? last,
  },
  CREATED_AT: {
    sql: () => 'p.created_at',
    tie: 'p.id',
    type: 'timestamptz',
    needsWhole: true,
    valueOf: (paper) => paper.createdAt.toISOString(),
  },
};

export interface PaperSort {
  keyset: Keyset;
  /** The one table that has the sort keys, and its column of the paper's id. */
  table: 'papers p' | 'paper_stats s';
  paperId: SortKey['tie'];
  /** Whether the values are on whole papers alone. */
  needsWhole: boolean;
  valuesOf(paper: Paper): KeyValue[];
}

/** How an order is written in SQL and in cursors. Each has an index of exactly these keys, so a deep page costs what the first does. */
export function paperSort({ field, direction }: PaperOrder): PaperSort {
  const key = SORT_KEYS[field];
  const last = direction === OrderDirection.DESC ? '-infinity' : 'infinity';
  return {
    keyset: {
      keys: [
        { sql: key.sql(last), type: key.type },
        { sql: key.tie, type: 'integer' },
      ],
      direction,
    },
    table: key.tie === 'p.id' ? 'papers p' : 'paper_stats s',
    paperId: key.tie,
    needsWhole: key.needsWhole ?? false,
    valuesOf: (paper) => [key.valueOf(paper, last), paper.rowId],
  };
}
