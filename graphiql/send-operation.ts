import type { GraphiQLProps } from 'graphiql';
import { type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql';
import { readAccessToken } from './access-token';
import { followOperation } from './follow-operation';

/** Relative to the page, so that it holds behind a proxy that serves the API below a path. */
const endpoint = new URL('graphql', document.baseURI);

/** Posts one operation and returns the server's answer as it stands, errors with a 4xx status included; follows a subscription. */
export const sendOperation: GraphiQLProps['fetcher'] = (operation, options) => {
  const headers = { ...authorization(operation.operationName), ...(options?.headers as Record<string, string>) };
  const { documentAST } = options ?? {};
  const asked = documentAST && getOperationAST(documentAST, operation.operationName);
  return asked?.operation === OperationTypeNode.SUBSCRIPTION
    ? followOperation(operation, headers)
    : postOperation(operation, headers);
};

async function postOperation(operation: object, headers: Record<string, string>): Promise<ExecutionResult> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json, application/json',
      ...headers,
    },
    body: JSON.stringify(operation),
  });
  return readAnswer(response);
}

// The schema is public: a token that has expired must not take the documentation and the completion with it.
function authorization(operationName: string | null | undefined): Record<string, string> {
  const token = readAccessToken();
  return token === '' || operationName === 'IntrospectionQuery' ? {} : { Authorization: `Bearer ${token}` };
}

async function readAnswer(response: Response): Promise<ExecutionResult> {
  const text = await response.text();
  try {
    return JSON.parse(text) as ExecutionResult;
  } catch {
    throw new Error(
      `${endpoint.pathname} answered with status ${response.status} and something that is not JSON: "${text.slice(0, 200)}".`,
    );
  }
}
