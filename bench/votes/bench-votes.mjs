import { median } from '../median.mjs';
import { tell } from '../project.mjs';
import { startApi, startStatement } from '../list/child-server.mjs';
import { apiRequest, statementRequest } from './vote.mjs';
import { PAPER_COUNT, provideVoters } from './vote-database.mjs';
import { voteOver, votesOf } from './vote-load.mjs';

const CONNECTIONS = [16, 64];
/** Over how many connections the votes are measured beside which others run over 16 and 64. */
const MEASURED_CONNECTIONS = 16;
const HOT_PAPER = 1;

/** Measures votes on one paper and on many, alone and beside each other; the rounds of all are interleaved. */
export async function benchVotes(server, { quick }) {
  const [rounds, seconds] = quick ? [3, 1] : [7, 2];
  const { url, voters } = await provideVoters(server);
  const api = await startApi(url);
  const statement = await startStatement(url, 'bench/votes/vote-server.mjs');
  try {
    const crowds = crowdsOf(voters, api, statement);
    const results = { alone: [], beside: [] };
    for (const connections of CONNECTIONS) {
      tell(`Voting over ${connections} connections.`);
      results.alone.push(...(await measureAlone(crowds, connections, rounds, seconds)));
      results.beside.push(await measureBeside(crowds, connections, rounds, seconds));
    }
    return results;
  } finally {
    await Promise.all([api.stop(), statement.stop()]);
  }
}

/** Who votes where, each with people of their own, so that every vote changes something. */
function crowdsOf(voters, api, statement) {
  const size = Math.floor(voters.length / 5);
  const crowd = (number, { url }, toRequest, paperOf) => ({
    url,
    toRequest,
    votes: votesOf(voters.slice(number * size, (number + 1) * size), paperOf),
  });
  const hot = () => HOT_PAPER;
  const many = (at) => HOT_PAPER + 1 + (at % (PAPER_COUNT - 1));
  return {
    hot: { api: crowd(0, api, apiRequest, hot), statement: crowd(1, statement, statementRequest, hot) },
    many: { api: crowd(2, api, apiRequest, many), statement: crowd(3, statement, statementRequest, many) },
    otherMany: crowd(4, api, apiRequest, (at) => many(at + PAPER_COUNT / 2)),
  };
}

async function measureAlone({ hot, many }, connections, rounds, seconds) {
  const fields = { hot, many };
  const turns = Object.entries(fields).flatMap(([papers, { api, statement }]) => [
    { papers, name: 'api', crowd: api },
    { papers, name: 'statement', crowd: statement },
  ]);
  const taken = await takeRounds(turns, rounds, ({ crowd }) => voteOver(connections, seconds, crowd));
  return Object.keys(fields).map((papers) => {
    const of = (name) => taken.find(({ turn }) => turn.papers === papers && turn.name === name).rounds;
    const [api, statement] = [of('api'), of('statement')];
    return {
      papers,
      connections,
      api: middle(api),
      statement: middle(statement),
      ratio: median(api.map((round, at) => round.votesPerSecond / statement[at].votesPerSecond)),
    };
  });
}

/** Votes on many papers beside as many others, which are for one hot paper or for many as well. */
async function measureBeside({ hot, many, otherMany }, connections, rounds, seconds) {
  const turns = [hot.api, otherMany];
  const [besideHot, besideMany] = await takeRounds(turns, rounds, async (others) => {
    const [measured, beside] = await Promise.all([
      voteOver(MEASURED_CONNECTIONS, seconds, many.api),
      voteOver(connections, seconds, others),
    ]);
    return { ...measured, othersPerSecond: beside.votesPerSecond };
  });
  return {
    measuredConnections: MEASURED_CONNECTIONS,
    connections,
    besideHot: middle(besideHot.rounds),
    besideMany: middle(besideMany.rounds),
    ratio: median(besideHot.rounds.map((round, at) => round.votesPerSecond / besideMany.rounds[at].votesPerSecond)),
  };
}

/** Each turn once to warm up, then all in rounds, forwards and backwards, so that other load falls on all alike. */
async function takeRounds(turns, rounds, take) {
  const taken = turns.map((turn) => ({ turn, rounds: [] }));
  for (const { turn } of taken) await take(turn);
  for (let round = 0; round < rounds; round++) {
    for (const one of round % 2 ? taken.toReversed() : taken) one.rounds.push(await take(one.turn));
  }
  return taken;
}

function middle(rounds) {
  return Object.fromEntries(Object.keys(rounds[0]).map((figure) => [figure, median(rounds.map((one) => one[figure]))]));
}
