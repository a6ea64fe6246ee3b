/**
 * Keeps clients at work until it is stopped; tells of any span of time how requests went that ran in it. Each pauses between
 * two requests, so that what is measured is waiting for each other and not for the processor.
 */
export async function startTraffic(clients, pauseMs) {
  const done = [];
  const underWay = new Set();
  let isStopping = false;

  async function ask(client) {
    const from = performance.now();
    const failure = await client.next().then(
      () => null,
      (error) => `${client.kind}: ${error.message}`,
    );
    done.push({ kind: client.kind, from, to: performance.now(), failure });
  }

  async function askOn(client) {
    while (!isStopping) {
      const request = ask(client);
      underWay.add(request);
      await request;
      underWay.delete(request);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  for (const client of clients) await client.open();
  const running = clients.map(askOn);
  return {
    async during(work) {
      const from = performance.now();
      const result = await work();
      const to = performance.now();
      await Promise.all(underWay);
      return { result, milliseconds: to - from, ...figuresOf(done, from, to) };
    },
    async stop() {
      isStopping = true;
      await Promise.all(running);
      for (const client of clients) await client.close();
    },
  };
}

/** Of all requests that ran at any time between two. */
function figuresOf(requests, from, to) {
  const meanwhile = requests
    .filter((request) => request.to >= from && request.from <= to)
    .map((request) => ({ ...request, milliseconds: request.to - request.from }))
    .sort((one, other) => one.milliseconds - other.milliseconds);
  const at = (share) => meanwhile[Math.floor(meanwhile.length * share)].milliseconds;
  const slowest = meanwhile.at(-1);
  return {
    requests: meanwhile.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    slowestMs: slowest.milliseconds,
    slowestKind: slowest.kind,
    failures: meanwhile.flatMap((request) => request.failure ?? []),
  };
}
