/** How often sessions are ended. */
const EVERY_MS = 200;

/** Ends all database sessions of the API again and again. */
export async function backends({ postgres, progress, quick, strikes }) {
  const seconds = quick ? 10 : 60;
  let terminated = 0;
  await postgres.asAdmin(async (client) => {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      const next = performance.now() + EVERY_MS;
      terminated += await postgres.terminateSessions(client);
      progress(`${terminated} sessions ended`);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
    }
  });
  await strikes.watchRecovery(performance.now());
  return { faults: terminated };
}
