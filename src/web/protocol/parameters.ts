import type { FastifyRequest } from 'fastify';
import { quoted } from '../../graphql/errors';
import type { Limits } from '../../graphql/limits';
import { parseJson } from './json';
import { Refusal } from './refusal';

type Map = Record<string, unknown>;

/** What the grammar of GraphQL takes for a name. */
const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;

/** What a GraphQL request says, whichever way it came; null is what it leaves out. */
export interface Parameters {
  query: string | null;
  operationName: string | null;
  variables: Map | null;
  extensions: Map | null;
}

/** Reads the one GraphQL request that an HTTP request holds: in its body by POST, else in its address. */
export function readParameters(request: FastifyRequest, limits: Limits): Parameters {
  return request.method === 'POST' ? parametersIn(request.body) : inAddress(request, limits);
}

/** Reads the one GraphQL request that a body holds. */
export function parametersIn(body: unknown): Parameters {
  if (!isMap(body)) {
    throw new Refusal(
      400,
      'The body is no JSON object: send one such as {"query": "{ viewer { handle } }"}; several requests in an array are not accepted.',
    );
  }
  const { query, operationName, variables, extensions } = body;
  return {
    query: stringOrNull('query', query),
    operationName: nameOrNull('operationName', operationName),
    variables: mapOrNull('variables', variables),
    extensions: mapOrNull('extensions', extensions),
  };
}

function inAddress({ url, query: parameters }: FastifyRequest, limits: Limits): Parameters {
  if (!isDecodable(url)) throw new Refusal(400, 'The address is no UTF-8 in percent-encoding.');
  const { query, operationName, variables, extensions } = parameters as Map;
  return {
    query: stringOrNull('query', query),
    operationName: nameOrNull('operationName', operationName) || null,
    variables: mapOrNull('variables', jsonOrNull('variables', variables, limits)),
    extensions: mapOrNull('extensions', jsonOrNull('extensions', extensions, limits)),
  };
}

function jsonOrNull(name: string, value: unknown, limits: Limits): unknown {
  const text = stringOrNull(name, value);
  return text === null ? null : parseJson(`"${name}"`, text, limits);
}

function stringOrNull(name: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  // Said twice in an address, a parameter comes as an array.
  throw new Refusal(400, `"${name}" is ${quoted(value)}; it takes a string.`);
}

/** What is no name is none of the document's: it is quoted here, and goes no further. */
function nameOrNull(name: string, value: unknown): string | null {
  const text = stringOrNull(name, value);
  if (!text || NAME.test(text)) return text;
  throw new Refusal(400, `"${name}" is ${quoted(text)}; it takes the name of an operation in the document.`);
}

function mapOrNull(name: string, value: unknown): Map | null {
  if (value === undefined || value === null) return null;
  if (isMap(value)) return value;
  throw new Refusal(400, `"${name}" is ${quoted(value)}; it takes an object or null.`);
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
