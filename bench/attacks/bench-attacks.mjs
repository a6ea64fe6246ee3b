import { startApi } from '../list/child-server.mjs';
import { providePapers } from '../list/paper-database.mjs';
import { tell } from '../project.mjs';
import { ATTACKS } from './attacks.mjs';
import { besiege } from './siege.mjs';

const REPEATED = 20;

/** How long it takes to refuse each attack, and what attacks among ordinary requests do to these. */
export async function benchAttacks(server, { quick, minutes }) {
  const api = await startApi(server.urlOf(await providePapers(server, 10_000)));
  try {
    tell(`Attacking ${ATTACKS.length} times ${REPEATED}.`);
    const refusals = [];
    for (const attack of ATTACKS) refusals.push(await timed(api.url, attack));
    return { refusals, siege: await besiege(api, quick ? 1 : minutes) };
  } finally {
    await api.stop();
  }
}

async function timed(url, { name, body }) {
  const milliseconds = [];
  let answered;
  for (let number = 0; number < REPEATED; number++) {
    const start = performance.now();
    answered = await send(url, body);
    milliseconds.push(performance.now() - start);
  }
  milliseconds.sort((one, other) => one - other);
  return {
    name,
    bytes: body.length,
    ...answered,
    medianMs: milliseconds[REPEATED / 2],
    slowestMs: milliseconds.at(-1),
  };
}

/** What an attack is answered, in words. A server may close the connection rather than read a body to its end. */
async function send(url, body) {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(
    () => null,
  );
  if (!response) return { status: null, outcome: 'closed' };
  const { errors } = await response.json();
  const { code, limit } = errors?.[0]?.extensions ?? {};
  return { status: response.status, outcome: [code ?? 'answered', limit?.name].filter(Boolean).join(' ') };
}
