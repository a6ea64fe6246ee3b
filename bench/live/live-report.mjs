import { decimal, table, whole } from '../table.mjs';

const DELAYS = ['', 'p50 ms', 'p99 ms', 'beside: p50 ms', 'p99 ms'];
const FIGURES = ['a process with', 'connections', 'memory MB', 'CPU %'];

/** The tables of the live section, and how to read them. */
export function liveReport({ votes, subscribers, alone, beside, stillOpen, crowd }) {
  const delay = (name, figure) => [name, ...quantiles(alone, figure), ...quantiles(beside, figure)];
  const each = ((beside.megabytes - alone.megabytes) * 1_000) / subscribers;
  return `${table([
    DELAYS,
    delay('the vote itself', 'vote'),
    delay('the event, after the answer to the vote', 'afterAnswer'),
    delay('the event, after the transaction began', 'afterBegin'),
  ])}

How long after a vote at one process a subscriber hears of it over a WebSocket at another, in ${votes} votes one after the other; then beside
${whole(subscribers)} subscribers of other papers at that process. The commit lies between the beginning of the transaction and the answer, so
the delay since then lies between the last two rows.

${table([FIGURES, restRow('no subscriber', alone), restRow(`${whole(subscribers)} that hear nothing`, beside)])}

At rest: ${decimal(each, 1)} kB each, and ${whole(stillOpen)} connections were open at the end.

A vote for one paper that all ${whole(subscribers)} follow: the last of them hears of it ${whole(crowd.allMs)} ms after its answer, each by an answer of its own. A
page of papers takes ${decimal(crowd.pageMs, 1)} ms meanwhile at that process, ${decimal(crowd.slowestMs, 1)} ms at most, and ${decimal(crowd.quietPageMs, 1)} ms when nothing happens (medians of rounds).
`;
}

const quantiles = ({ delays }, figure) => [decimal(delays[figure].p50Ms, 1), decimal(delays[figure].p99Ms, 1)];

function restRow(name, { connections, megabytes, cpuShare }) {
  return [name, whole(connections), decimal(megabytes, 0), decimal(cpuShare * 100, 1)];
}
