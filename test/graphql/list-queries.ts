import type { Town } from '../support/town';
import type { ListQuery } from './pages-of';

const ORDERS = ['PUBLISHED_ON', 'UPVOTES', 'TRENDING', 'SUBMITTED_AT', 'CREATED_AT'].flatMap((field) =>
  ['ASC', 'DESC'].map((direction) => `orderBy: { field: ${field}, direction: ${direction} }`),
);

/** Lists that are read from the front alone. */
export const FORWARD_ONLY = ['Query.changes', 'Query.search', 'Query.trending'];

/** It has no whole that could be counted, and no end: `test/stream` reads it. */
export const STREAM = 'ChangeConnection';

/** Every list of the schema in all of its orders, by its field, with how many a town has there. */
export function listQueries({ ids }: Pick<Town, 'ids'>): Record<string, { queries: ListQuery[]; length: number }> {
  const below = (key: keyof Town['ids'], type: string, field: string, args?: string): ListQuery => {
    return (list) => `{ node(id: "${ids[key]}") { ... on ${type} { ${list(field, args)} } } }`;
  };
  return {
    'Query.papers': { queries: ORDERS.map((order) => (list) => `{ ${list('papers', order)} }`), length: 21 },
    'Query.trending': { queries: [(list) => `{ ${list('trending')} }`], length: 21 },
    'Query.search': {
      queries: [
        ...['RELEVANCE', 'PUBLISHED_ON', 'UPVOTES', 'TRENDING', 'SUBMITTED_AT', 'CREATED_AT'].flatMap((field) =>
          ['ASC', 'DESC'].map((direction): ListQuery => {
            return (list) =>
              `{ ${list('search', `query: "papers", orderBy: { field: ${field}, direction: ${direction} }`)} }`;
          }),
        ),
        (list) => `{ ${list('search')} }`,
        (list) => `{ ${list('search', 'filter: { minUpvotes: 0 }')} }`,
      ],
      length: 21,
    },
    'Query.authors': { queries: [(list) => `{ ${list('authors')} }`], length: 15 },
    'Query.claims': { queries: [(list) => `{ ${list('claims')} }`], length: 29 },
    'Query.newcomerComments': { queries: [(list) => `{ ${list('newcomerComments')} }`], length: 14 },
    'Query.editions': { queries: [(list) => `{ ${list('editions')} }`], length: 7 },
    'Paper.authors': { queries: [below('paper', 'Paper', 'authors')], length: 15 },
    'Paper.upvotes': { queries: [below('paper', 'Paper', 'upvotes')], length: 15 },
    'Paper.comments': {
      queries: ['CREATED_AT', 'UPVOTES'].flatMap((field) =>
        ['ASC', 'DESC'].map((direction) =>
          below('paper', 'Paper', 'comments', `orderBy: { field: ${field}, direction: ${direction} }`),
        ),
      ),
      length: 18,
    },
    'Author.papers': { queries: ORDERS.map((order) => below('author', 'Author', 'papers', order)), length: 15 },
    'Authorship.claims': { queries: [below('authorship', 'Authorship', 'claims')], length: 15 },
    'Edition.papers': { queries: [below('edition', 'Edition', 'papers')], length: 15 },
    'User.upvotes': { queries: [below('user', 'User', 'upvotes')], length: 15 },
    'User.comments': { queries: [below('user', 'User', 'comments')], length: 17 },
    'User.submissions': { queries: [below('user', 'User', 'submissions')], length: 21 },
    'User.claims': { queries: [below('user', 'User', 'claims')], length: 15 },
    'User.verifiedAuthorships': { queries: [below('user', 'User', 'verifiedAuthorships')], length: 15 },
    'User.accessTokens': { queries: [below('user', 'User', 'accessTokens')], length: 16 },
    'User.webhooks': { queries: [below('user', 'User', 'webhooks')], length: 15 },
    'Webhook.deliveries': { queries: [below('webhook', 'Webhook', 'deliveries')], length: 15 },
    'Comment.edits': { queries: [below('comment', 'Comment', 'edits')], length: 15 },
    'Comment.replies': { queries: [below('comment', 'Comment', 'replies')], length: 10 },
  };
}
