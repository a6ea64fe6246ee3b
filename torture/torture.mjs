import { randomFrom } from '../bench/random.mjs';
import { reader, voter, writer } from './load/actors.mjs';
import { Follower } from './load/follower.mjs';
import { Load } from './load/load.mjs';
import { backends } from './parts/backends.mjs';
import { crashes } from './parts/crashes.mjs';
import { kills } from './parts/kills.mjs';
import { restarts } from './parts/restarts.mjs';
import { stops } from './parts/stops.mjs';
import { Strikes } from './parts/strikes.mjs';
import { checkDatabase } from './promises/check-database.mjs';
import { Ledger } from './promises/ledger.mjs';
import { Witness } from './promises/witness.mjs';

const PARTS = { backends, restarts, crashes, kills, stops };
/** Of ten clients, so many vote, write and read. */
const TEN = ['vote', 'read', 'vote', 'read', 'write', 'read', 'vote', 'read', 'vote', 'read'];
/** How often is told how a part goes. */
const TELL_EVERY_MS = 5_000;

/** Readers and writers of a town; answers how to run a part under their load, to its figures and what broke a promise. */
export function torturer(town, { quick, seed, rate, clients, tell }) {
  const random = randomFrom(seed);
  const ledger = new Ledger(`torture-${seed}`);
  const actors = actorsOf(town, clients, random, ledger);
  return (part) => runPart(part, { ...town, ledger, actors, quick, rate, tell });
}

function actorsOf({ people, papers }, clients, random, ledger) {
  const kinds = { vote: voter, write: writer, read: reader };
  return people.slice(0, clients).map((person, at) => kinds[TEN[at % TEN.length]](person, papers, random, ledger));
}

async function runPart(name, { postgres, api, ledger, actors, quick, rate, tell }) {
  const witness = new Witness();
  const progress = progressOf(name, witness, tell);
  const strikes = new Strikes({ witness, quick, progress });
  const acknowledgedBefore = ledger.acknowledged;
  const startedAt = performance.now();
  const follower = await Follower.from(api);
  const load = new Load({ actors, api, witness, perSecond: rate });
  const figures = await PARTS[name]({ postgres, api, witness, quick, strikes, progress });
  const seconds = (performance.now() - startedAt) / 1000;
  const perSecond = witness.requests / seconds;
  await load.stop();
  for (const sentence of api.unexpectedEnds.splice(0)) witness.breach(sentence);
  if (!api.isRunning) await api.start();
  const { followed, broken } = await postgres.connected((client) => follower.end(client));
  broken.push(...(await postgres.connected((client) => checkDatabase(client, ledger))));
  for (const sentence of broken) witness.breach(sentence);
  return {
    part: name,
    ...figures,
    seconds,
    requests: witness.requests,
    perSecond,
    ...witness.counts,
    acknowledgedWrites: ledger.acknowledged - acknowledgedBefore,
    followed,
    slowestMs: witness.slowestMs,
    ...strikes.figures,
    breaches: [...witness.breaches].map(([sentence, times]) => ({ sentence, times })),
  };
}

function progressOf(name, witness, tell) {
  let toldAt = performance.now();
  return (text) => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    const broken = [...witness.breaches.values()].reduce((sum, times) => sum + times, 0);
    tell(`${name}: ${text}, ${witness.requests} requests${broken ? `, ${broken} breaches` : ''}`);
  };
}
