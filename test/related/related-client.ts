import { nodeId } from '../../src/graphql/node';
import type { TestServer } from '../support/test-server';

export interface Related {
  paper: { title: string };
  reasons: { words: string[]; authors: { name: string }[] };
}

/** What is related to a paper, as a reader asks for it. */
export async function relatedTo(server: TestServer, paper: number, first?: number | null): Promise<Related[]> {
  const query = `query ($id: ID!, $first: Int) { paper(id: $id) {
    related(first: $first) { paper { title } reasons { words authors { name } } }
  } }`;
  const variables = { id: nodeId('Paper', paper), ...(first === undefined ? {} : { first }) };
  const { paper: found } = await server.data<{ paper: { related: Related[] } }>(query, variables);
  return found.related;
}

export const titlesOf = (related: Related[]): string[] => related.map(({ paper }) => paper.title);
