import type { GraphQLSchema } from 'graphql';

type Random = (below: number) => number;

/** The documents that the fuzzer sends; it is not compiled, so that it runs as it stands. */
export const { RandomDocuments } = jest.requireActual<{
  RandomDocuments: new (
    schema: GraphQLSchema,
    random: Random,
    textFor: (scalar: string, name: string, owner: string) => string,
  ) => {
    query(depth?: number): RandomDocument;
    mutation(depth?: number): RandomDocument;
  };
}>('../../fuzz/grammar/random-documents.mjs');

export interface RandomDocument {
  query: string;
  variables: Record<string, unknown>;
}

const WORDS = ['ada', '', 'cs.LG', '10.1000/1', '2501.00001', '0000-0002-1825-0097', 'no cursor'];
const DAYS = ['2025-01-01', '2025-02-12', '1999-12-31'];

/** A text for a value of a scalar type, as people write them, one of the ids where an id is wanted. */
export function plainText(scalar: string, random: Random, ids: string[]): string {
  const oneOf = (texts: string[]) => texts[random(texts.length)] ?? '';
  if (scalar === 'ID') return oneOf(ids);
  if (scalar === 'LocalDate') return oneOf(DAYS);
  return scalar === 'DateTime' ? `${oneOf(DAYS)}T12:30:00Z` : oneOf(WORDS);
}
