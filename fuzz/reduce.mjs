import { parse, print, visit } from 'graphql';

/** How many requests the search for a smaller one may take. */
const ATTEMPTS = 300;

/** The first fault of an answer without its figures: what is looked for again in answers to smaller requests. */
export function signatureOf(faults) {
  return faults[0].replace(/\d+/g, 'N').slice(0, 60);
}

/**
 * A request with as little in its document, variables, body or bytes as still shows the same fault; as it is where it
 * does not show it a second time. `faultsOf` sends a request and answers its faults.
 */
export async function reduce(request, signature, faultsOf) {
  let attempts = 0;
  const fails = async (candidate) => {
    attempts++;
    const faults = await faultsOf(candidate);
    return faults.length > 0 && signatureOf(faults) === signature;
  };
  if (!(await fails(request))) return { request, isRepeatable: false };
  let smallest = request;
  for (const smaller of waysToShrink(request)) smallest = await shrunk(smaller, smallest);
  return { request: smallest, isRepeatable: true };

  /** Tries one smaller request after the other, and goes on from each that fails as well, for as long as one does. */
  async function shrunk(smaller, from) {
    for (const candidate of smaller(from)) {
      if (attempts >= ATTEMPTS) return from;
      if (await fails(candidate)) return shrunk(smaller, candidate);
    }
    return from;
  }
}

function waysToShrink({ raw, body }) {
  if (raw) return [shorterBytes];
  return typeof jsonOf(body)?.query === 'string' ? [smallerDocuments, fewerVariables, shorterTexts] : [];
}

/** The bytes without a piece, larger pieces first. */
function* shorterBytes(request) {
  const { raw } = request;
  for (let size = raw.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < raw.length; at += size) {
      yield { ...request, raw: Buffer.concat([raw.subarray(0, at), raw.subarray(at + size)]) };
    }
  }
}

/** The document without one of its parts; those that hold others come first. */
function* smallerDocuments(request) {
  const { query } = jsonOf(request.body);
  const document = parsed(query);
  if (!document) return yield* fewerWords(request, query);
  let parts = 0;
  visit(document, { enter: (_node, key) => void (parts += typeof key === 'number') });
  for (let left = 0; left < parts; left++) yield withQuery(request, print(withoutPart(document, left)));
}

function withoutPart(document, left) {
  let part = 0;
  return visit(document, { enter: (_node, key) => (typeof key === 'number' && part++ === left ? null : undefined) });
}

function* fewerWords(request, query) {
  const words = query.match(/[\w$@]+|\s+|./gsu) ?? [];
  for (let size = words.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < words.length; at += size) {
      yield withQuery(request, [...words.slice(0, at), ...words.slice(at + size)].join(''));
    }
  }
}

function* fewerVariables(request) {
  const body = jsonOf(request.body);
  for (const name of Object.keys(body.variables ?? {})) {
    const variables = Object.fromEntries(Object.entries(body.variables).filter(([other]) => other !== name));
    yield { ...request, body: JSON.stringify({ ...body, variables }) };
  }
}

/** The body with a text in its place that is half as long. */
function* shorterTexts(request) {
  for (const [text] of request.body.matchAll(/(?<=")[^"\\]{20,}(?=")/g)) {
    yield { ...request, body: request.body.replace(text, text.slice(0, text.length >> 1)), operation: null };
  }
}

/** What is asked of the data is the new document's. */
function withQuery(request, query) {
  const body = { ...jsonOf(request.body), query };
  return { ...request, body: JSON.stringify(body), operation: request.operation && body };
}

function parsed(query) {
  try {
    return parse(query);
  } catch {
    return null; // Some documents are broken on purpose.
  }
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Some bodies are broken on purpose.
  }
}
