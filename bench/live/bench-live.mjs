import { setTimeout as pause } from 'node:timers/promises';
import { startApi } from '../list/child-server.mjs';
import { tell } from '../project.mjs';
import { provideVoters } from '../votes/vote-database.mjs';
import { measureDelays } from './delays.mjs';
import { openIdleSubscribers } from './open-idle-subscribers.mjs';
import { readFigures } from './process-figures.mjs';

const IDLE = 2_000;

/** All of this machine's subscribers come from one address. */
const LISTENING = { MAX_ADDRESS_CONNECTIONS: '10000', MAX_LISTENER_SUBSCRIPTIONS: '10000' };

/** How soon a vote at one process is heard at another, alone and beside subscribers that hear nothing; and what those cost. */
export async function benchLive(server, { quick }) {
  const [votes, seconds] = quick ? [200, 5] : [1_000, 30];
  const { url, voters } = await provideVoters(server);
  const [voting, listening] = await Promise.all([startApi(url), startApi(url, LISTENING)]);
  const apis = { voting, listening };
  const [first, second] = [voters.slice(0, votes), voters.slice(votes, 2 * votes)];
  const opened = [];
  try {
    tell(`Voting ${votes} times, one after the other.`);
    const alone = { delays: await measureDelays(apis, first), ...(await restingFigures(listening, seconds)) };
    tell(`Opening ${IDLE} subscriptions, each over a WebSocket of its own.`);
    opened.push(await openIdleSubscribers(listening, IDLE));
    const resting = await restingFigures(listening, seconds);
    tell(`Voting ${votes} times beside them.`);
    const beside = { delays: await measureDelays(apis, second), ...resting };
    return { votes, idle: IDLE, alone, beside, stillOpen: (await readFigures(listening)).connections };
  } finally {
    for (const idle of opened) await idle.close();
    await Promise.all([voting.stop(), listening.stop()]);
  }
}

/** What a process takes while nothing happens. */
async function restingFigures(api, seconds) {
  // What was left over by what went before is swept away meanwhile.
  await pause(1_000);
  const before = await readFigures(api);
  await pause(seconds * 1_000);
  const after = await readFigures(api);
  return {
    connections: after.connections,
    megabytes: after.bytes / 1e6,
    cpuShare: (after.cpuSeconds - before.cpuSeconds) / seconds,
  };
}
