import { apiRequest } from '../votes/vote.mjs';
import { subscriberOf } from './subscriber.mjs';

const FOLLOW = 'subscription ($after: String) { changes(after: $after) { change { occurredAt } } }';
const PAPER = 1;

/**
 * Votes at one process, one after the other, and listens at the other. In milliseconds: how long a vote takes; how long after its
 * answer the event comes, which may be before; and how long after its transaction began.
 */
export async function measureDelays({ voting, listening }, voters) {
  const client = subscriberOf(listening);
  const events = client.iterate({ query: FOLLOW, variables: { after: await headCursor(voting) } });
  const taken = [];
  for (const voter of voters) {
    const heard = events.next().then(({ value }) => ({ at: now(), began: beginOf(value) }));
    const sentAt = now();
    await vote(voting, voter, PAPER);
    const answeredAt = now();
    const { at, began } = await heard;
    taken.push({ vote: answeredAt - sentAt, afterAnswer: at - answeredAt, afterBegin: at - began });
  }
  await client.dispose();
  return Object.fromEntries(['vote', 'afterAnswer', 'afterBegin'].map((figure) => [figure, quantiles(taken, figure)]));
}

/** By the clock that PostgreSQL has as well, on the same machine. */
export const now = () => performance.timeOrigin + performance.now();

function beginOf({ data, errors }) {
  if (errors) throw new Error(`An event came with errors: ${JSON.stringify(errors)}`);
  return Date.parse(data.changes.change.occurredAt);
}

async function headCursor(api) {
  const { data } = await ask(api, { body: JSON.stringify({ query: '{ changes(first: 1) { headCursor } }' }) });
  return data.changes.headCursor;
}

export async function vote(api, voter, paper) {
  const { data } = await ask(api, apiRequest({ paper, voter, isCast: true }));
  if (!data?.upvotePaper.paper) throw new Error('A vote was refused.');
}

async function ask({ url }, { headers, body }) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return response.json();
}

function quantiles(taken, figure) {
  const sorted = taken.map((one) => one[figure]).sort((one, other) => one - other);
  return { p50Ms: sorted[Math.floor(sorted.length * 0.5)], p99Ms: sorted[Math.floor(sorted.length * 0.99)] };
}
