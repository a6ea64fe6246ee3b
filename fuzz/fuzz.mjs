import { checkAnswer, codesOf } from './checks/check-answer.mjs';
import { SAMPLED_EVERY } from './checks/memory.mjs';
import { makeRequest } from './requests/make-request.mjs';

/** Requests whose cursors become the ones that later requests send back. */
const FIRST_REQUESTS = 400;

/**
 * Sends `requests` requests of a seed to the server, some at a time, those from the number `from` on, and answers what was
 * seen: failures with the request that met each, how often each status and code came, which fields had a value, how long requests took, and what
 * memory the server held.
 */
export async function fuzz({
  schema,
  server,
  send,
  world,
  secrets,
  seed,
  from = 0,
  requests,
  concurrency,
  maxMs,
  onProgress,
}) {
  const seen = { failures: [], statuses: {}, codes: {}, kinds: {}, fields: new Set(), durations: [], memory: [] };
  const cursors = new Set();
  const checks = { schema, secrets, maxMs, onField };
  const known = { ...world, cursors: ['none'] };
  await sendAll(-FIRST_REQUESTS, 0, 1);
  known.cursors = [...cursors];
  await sendAll(from, from + requests, concurrency);
  return seen;

  async function sendAll(from, to, concurrency) {
    let index = from;
    const sendSome = async () => {
      while (index < to && server.isAlive()) await sendOne(index++);
    };
    await Promise.all(Array.from({ length: concurrency }, sendSome));
  }

  async function sendOne(index) {
    const request = makeRequest({ schema, world: known, seed, index });
    const answer = await send(request);
    const faults = checkAnswer(checks, request, answer);
    if (faults.length) seen.failures.push({ request, answer, faults });
    count(seen.kinds, request.kind);
    count(seen.statuses, answer.status ?? 'none');
    for (const code of new Set(codesOf(answer))) count(seen.codes, code);
    seen.durations.push(answer.elapsedMs);
    if (index % SAMPLED_EVERY === 0) await sampleMemory();
    onProgress?.(request, answer, seen);
  }

  function onField(type, field, value) {
    if (value === null) return;
    seen.fields.add(`${type.name}.${field.name}`);
    if (/cursor$/i.test(field.name)) cursors.add(value);
  }

  async function sampleMemory() {
    const bytes = await server.residentBytes();
    if (bytes !== null) seen.memory.push(bytes);
  }
}

function count(counts, key) {
  counts[key] = (counts[key] ?? 0) + 1;
}
