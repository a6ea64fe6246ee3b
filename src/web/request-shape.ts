import type { FastifyRequest } from 'fastify';
import { requestError, quoted } from '../graphql/errors';
import { checkDocumentSource } from '../limits/document-source';

/** Checks that a request is one GraphQL request, and that its document is of a bearable size, before anything reads it. */
export function checkRequestShape(request: FastifyRequest): void {
  const parameters = request.method === 'GET' ? request.query : request.body;
  if (!isObject(parameters)) {
    throw badRequest(
      'The body is no JSON object: send one such as {"query": "{ viewer { handle } }"}; several requests in an array are not accepted.',
    );
  }
  const { query, operationName, variables, extensions } = parameters;
  if (typeof query !== 'string' || query === '') {
    throw badRequest(`"query" is ${quoted(query ?? null)}; it takes a GraphQL document as a string.`);
  }
  if (operationName != null && typeof operationName !== 'string') {
    throw badRequest(`"operationName" is ${quoted(operationName)}; it takes a string or null.`);
  }
  // In an address both are JSON texts, which Apollo parses and refuses in its own words.
  if (request.method !== 'GET') {
    requireObjectOrNull('variables', variables);
    requireObjectOrNull('extensions', extensions);
  }
  checkDocumentSource(query);
}

function requireObjectOrNull(name: string, value: unknown): void {
  if (value != null && !isObject(value)) throw badRequest(`"${name}" is ${quoted(value)}; it takes an object or null.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badRequest(message: string) {
  return requestError('BAD_REQUEST', message);
}
