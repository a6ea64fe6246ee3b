import { getIntrospectionQuery } from 'graphql';
import { RandomDocuments } from '../grammar/random-documents.mjs';
import { chance, choicesFrom, oneOf } from '../random.mjs';
import { brokenDocument } from './broken-documents.mjs';
import { brokenHttp } from './broken-http.mjs';
import { asGet, asPost } from './plain-http.mjs';
import { rawHttp } from './raw-http.mjs';
import { textsFor } from './texts.mjs';

/** How many of a hundred requests are of each kind. */
const SHARES = {
  query: 44,
  mutation: 20,
  introspection: 1,
  'broken document': 14,
  'broken HTTP': 15,
  'raw bytes': 6,
};
const HUNDRED = Object.entries(SHARES).flatMap(([kind, share]) => Array(share).fill(kind));

/** Far from one another, so that no two runs share requests. */
const SEED_STEP = 1_000_003;

/** The request with a number in the run of a seed: the same one each time, whatever came before it. */
export function makeRequest({ schema, world, seed, index }) {
  const random = choicesFrom(seed * SEED_STEP + index);
  const kind = oneOf(random, HUNDRED);
  const documents = new RandomDocuments(schema, random, textsFor(random, world));
  const token = chance(random, 4) ? null : oneOf(random, world.tokens);
  return { index, kind, raw: null, ...MAKE[kind](random, documents, token) };
}

const MAKE = {
  query(random, documents, token) {
    const operation = documents.query(2 + random(5));
    return chance(random, 8) ? asGet(operation, token) : asPost(operation, token);
  },
  mutation: (_random, documents, token) => asPost(documents.mutation(), token),
  introspection: (_random, _documents, token) => asPost({ query: getIntrospectionQuery() }, token),
  'broken document'(random, documents, token) {
    const { query, variables } = chance(random, 4) ? documents.mutation() : documents.query(4);
    const broken = { query: brokenDocument(random, query), variables };
    return { ...(chance(random, 8) ? asGet(broken, token) : asPost(broken, token)), operation: null };
  },
  'broken HTTP': (random, documents, token) => brokenHttp(random, someOperation(random, documents), token),
  'raw bytes': (random, documents, token) => rawHttp(random, someOperation(random, documents), token),
};

function someOperation(random, documents) {
  return chance(random, 3) ? documents.mutation(2) : documents.query(3);
}
