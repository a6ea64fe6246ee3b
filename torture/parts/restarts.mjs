/** Stops PostgreSQL and starts it again, as an operator does. */
export async function restarts({ postgres, quick, strikes }) {
  return strikes.repeat(quick ? 3 : 20, async () => {
    await postgres.stop();
    await postgres.start();
  });
}
