import { median } from '../../bench/median.mjs';

/** Stops the API while it answers, and starts it again. */
export async function stops({ api, quick, strikes, witness }) {
  const stopMs = [];
  const figures = await strikes.repeat(quick ? 3 : 100, async () => {
    const startedAt = performance.now();
    const status = await api.end('SIGTERM');
    stopMs.push(performance.now() - startedAt);
    if (status !== 0) witness.breach(`SIGTERM ended the API with ${status}.`);
    await api.start();
  });
  return { ...figures, stopP50Ms: median(stopMs), stopMaxMs: Math.max(...stopMs) };
}
