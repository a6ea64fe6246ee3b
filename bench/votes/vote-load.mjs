import autocannon from 'autocannon';

/**
 * Votes without end, each of which changes something: all voters vote, one after the other, then all take it back, and
 * so on. `paperOf` tells for whom the so manieth voter votes.
 */
export function* votesOf(voters, paperOf) {
  for (let isCast = true; ; isCast = !isCast) {
    for (const [at, voter] of voters.entries()) yield { voter, paper: paperOf(at), isCast };
  }
}

/** Sends votes over so many connections at once, each one after the other. */
export async function voteOver(connections, seconds, { url, toRequest, votes }) {
  const milliseconds = [];
  const setupRequest = (request) => ({ ...request, ...toRequest(votes.next().value) });
  const { errors, non2xx, duration, mismatches } = await new Promise((resolve, reject) => {
    const run = autocannon(
      {
        url,
        connections,
        duration: seconds,
        requests: [{ method: 'POST', setupRequest }],
        verifyBody: (body) => /upvote_?count":/i.test(body),
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
    run.on('response', (_client, _status, _bytes, responseMs) => milliseconds.push(responseMs));
  });
  if (errors || non2xx || mismatches) {
    throw new Error(`${url}: ${errors} votes failed, ${non2xx} were refused and ${mismatches} answered otherwise.`);
  }
  const sorted = milliseconds.sort((one, other) => one - other);
  return {
    votesPerSecond: sorted.length / duration,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)],
    p99Ms: sorted[Math.floor(sorted.length * 0.99)],
  };
}
