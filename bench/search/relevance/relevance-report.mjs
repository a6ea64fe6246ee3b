import { decimal, table, whole } from '../../table.mjs';

const HEAD = ['relevance', 'documents', 'queries', 'nDCG@10', 'recall@100', 'MRR', 'answered with nothing'];

/** The table of what test collections say, and how to read it. */
export function relevanceReport(results) {
  if (results.length === 0) return 'No test collection was there to measure relevance with.\n';
  const rows = results.flatMap(({ name, documents, api, exhaustive, plain }) => [
    rowOf(`${name}: API`, documents, api),
    rowOf(`${name}: every paper scored`, documents, exhaustive),
    rowOf(`${name}: plain BM25`, documents, plain),
  ]);
  return `${table([HEAD, ...rows])}

Each query of a collection is asked as it is, for 100 papers. nDCG@10 is 1 where the first ten are all that people judged
to be relevant, recall@100 the share of that among the first hundred, MRR the mean of one by the rank of the first. "every
paper scored" is the method of the API without its limits on how many papers are looked at; the API should reach 0.97 of it.
"plain BM25" scores all documents in the bench itself: k1 1.2, b 0.75, words as they stand. Higher is better.
`;
}

function rowOf(name, documents, { queries, ndcgAt10, recallAt100, meanReciprocalRank, answeredWithNothing }) {
  const measures = [ndcgAt10, recallAt100, meanReciprocalRank].map((measure) => decimal(measure, 3));
  return [name, whole(documents), whole(queries), ...measures, whole(answeredWithNothing)];
}
