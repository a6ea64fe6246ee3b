/** Kills the API and starts it again. */
export async function kills({ api, quick, strikes }) {
  return strikes.repeat(quick ? 3 : 200, async () => {
    await api.end('SIGKILL');
    await api.start();
  });
}
