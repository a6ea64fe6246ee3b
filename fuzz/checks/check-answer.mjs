import { parse } from 'graphql';
import { internalsIn } from './find-leaks.mjs';
import { walkAnswer } from './walk-answer.mjs';

const REQUEST_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const CODE = /^[A-Z][A-Z_]+$/;

/** What is wrong with an answer, a sentence each; none where it is as promised. */
export function checkAnswer({ schema, secrets, maxMs, onField }, request, answer) {
  return [
    ...faultsOfHttp(request, answer, maxMs),
    ...internalsIn(answer.text),
    ...internalsIn(JSON.stringify(answer.headers)),
    ...secrets.shownAgain(answer.text),
    ...(isJudged(request, answer) ? faultsOfGraphql(schema, onField, request, answer) : []),
  ];
}

/** The codes of the errors in an answer. */
export function codesOf(answer) {
  const { errors } = jsonOf(answer) ?? {};
  return Array.isArray(errors) ? errors.map((error) => String(error?.extensions?.code)) : [];
}

function faultsOfHttp({ raw }, { status, failure, elapsedMs }, maxMs) {
  const faults = [];
  if (failure) faults.push(`got no answer: ${failure}`);
  if (status === null && !failure && !raw) faults.push('got no answer');
  if (status >= 500) faults.push(`got the status ${status}`);
  if (elapsedMs > maxMs) faults.push(`took more than ${maxMs} ms: ${Math.round(elapsedMs)} ms`);
  return faults;
}

/** Whoever sends too much may be cut off before reading the answer, and a HEAD has none. */
function isJudged({ isGraphql, method }, { status }) {
  return isGraphql && method !== 'HEAD' && status !== null && status < 500;
}

function faultsOfGraphql(schema, onField, { operation }, answer) {
  const body = jsonOf(answer);
  if (body === null) return [`got no JSON object: ${answer.text.slice(0, 80)}`];
  const faults = Object.keys(body)
    .filter((key) => !['data', 'errors', 'extensions'].includes(key))
    .map((key) => `got the key "${key}" beside data and errors`);
  if (!/^application\/(?:graphql-response\+)?json\b/.test(answer.headers['content-type'] ?? '')) {
    faults.push(`got the media type ${answer.headers['content-type']}`);
  }
  if ('errors' in body) faults.push(...faultsOfErrors(body.errors, answer.headers['x-request-id']));
  else if (!('data' in body)) faults.push('got neither data nor errors');
  if (body.data && operation) {
    faults.push(...walkAnswer(schema, parse(operation.query), body.data, onField).map((misfit) => `misfit: ${misfit}`));
  }
  return faults;
}

function faultsOfErrors(errors, requestId) {
  if (!Array.isArray(errors) || errors.length === 0) return ['got "errors" that are no list of errors'];
  return errors.flatMap(({ message, extensions }) => {
    const faults = [];
    if (typeof message !== 'string' || message === '' || !message.isWellFormed())
      faults.push('got an error without a message');
    if (!CODE.test(extensions?.code)) faults.push(`got an error without a code: ${message}`);
    if (extensions?.code === 'INTERNAL_SERVER_ERROR') faults.push('got INTERNAL_SERVER_ERROR');
    if (!REQUEST_ID.test(extensions?.requestId) || extensions.requestId !== requestId) {
      faults.push(`got an error without the id of its request: ${message}`);
    }
    return faults;
  });
}

function jsonOf({ text }) {
  try {
    const body = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : null;
  } catch {
    return null; // The caller says so.
  }
}
