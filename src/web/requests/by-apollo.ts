import { type ApolloServer, HeaderMap, type HTTPGraphQLHead } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import type { Context } from '../../graphql/context';

/** A GraphQL request, whichever way it came. */
export interface OperationRequest {
  query: string;
  operationName: string | null;
  variables: Record<string, unknown> | null;
}

/** Has Apollo parse, validate and run a request; `GET` is for queries alone. */
export async function runByApollo(
  apollo: ApolloServer<Context>,
  { query, operationName, variables }: OperationRequest,
  method: 'GET' | 'POST',
  contextValue: Context,
): Promise<{ http: HTTPGraphQLHead; result: FormattedExecutionResult }> {
  const { http, body } = await apollo.executeOperation(
    {
      query,
      ...(operationName !== null && { operationName }),
      ...(variables && { variables }),
      http: { method, headers: new HeaderMap(), search: '', body: undefined },
    },
    { contextValue },
  );
  if (body.kind !== 'single') throw new Error('An answer in parts, which nothing here asks for.');
  return { http, result: body.singleResult };
}
