import { setTimeout as pause } from 'node:timers/promises';
import { startApi } from '../list/child-server.mjs';
import { tell } from '../project.mjs';
import { provideVoters } from '../votes/vote-database.mjs';
import { measureCrowd } from './crowd.mjs';
import { measureDelays } from './delays.mjs';
import { openSubscribers } from './open-subscribers.mjs';
import { readFigures } from './process-figures.mjs';

const SUBSCRIBERS = 2_000;
const QUIET_PAPERS = { first: 500, last: 999 };
const HOT_PAPER = 400;

/** All of this machine's subscribers come from one address. */
const LISTENING = { MAX_ADDRESS_CONNECTIONS: '10000', MAX_LISTENER_SUBSCRIPTIONS: '10000' };

/** How soon a vote at one process is heard at another, alone and beside subscribers that hear nothing; what those cost; and how soon many hear of one. */
export async function benchLive(server, { quick }) {
  const [votes, seconds, rounds] = quick ? [200, 5, 3] : [1_000, 30, 10];
  const { url, voters } = await provideVoters(server);
  const [voting, listening] = await Promise.all([startApi(url), startApi(url, LISTENING)]);
  const apis = { voting, listening };
  const [first, second] = [voters.slice(0, votes), voters.slice(votes, 2 * votes)];
  const opened = [];
  try {
    tell(`Voting ${votes} times, one after the other.`);
    const alone = { delays: await measureDelays(apis, first), ...(await restingFigures(listening, seconds)) };
    tell(`Opening ${SUBSCRIBERS} subscriptions, each over a WebSocket of its own.`);
    opened.push(await openSubscribers(listening, SUBSCRIBERS, QUIET_PAPERS));
    const resting = await restingFigures(listening, seconds);
    tell(`Voting ${votes} times beside them.`);
    const beside = { delays: await measureDelays(apis, second), ...resting };
    await pause(500);
    const { connections: stillOpen } = await readFigures(listening);
    await opened.pop().close();
    tell(`Voting for a paper that ${SUBSCRIBERS} follow.`);
    opened.push(await openSubscribers(listening, SUBSCRIBERS, { first: HOT_PAPER, last: HOT_PAPER }));
    const crowd = await measureCrowd(apis, opened[0], HOT_PAPER, voters.slice(0, rounds));
    return { votes, subscribers: SUBSCRIBERS, alone, beside, stillOpen, crowd };
  } finally {
    for (const subscribers of opened) await subscribers.close();
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
