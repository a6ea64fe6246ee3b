/** Ends PostgreSQL by force, in three ways in turn. */
export async function crashes({ postgres, quick, strikes }) {
  const ways = [
    async () => {
      await postgres.killAll();
      await postgres.start();
    },
    async () => {
      await postgres.quit();
      await postgres.start();
    },
    async () => {
      if (!(await postgres.killOneSession())) throw new Error('The API has no session that could be killed.');
      await postgres.untilItAccepts();
    },
  ];
  return strikes.repeat(quick ? 3 : 20, (number) => ways[number % ways.length]());
}
