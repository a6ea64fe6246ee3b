const DATABASE = 'dp_bench_threads';
export const COMMENT_COUNT = 10_000;
const DEEP = 500;
const BODY = 'What they measure is not what the title says, and section three is where that begins. '.repeat(4);

/** A thread of replies to a thousand comments, and one of twenty chains of 500. */
export async function provideThreads(server) {
  await server.createDatabase(DATABASE);
  await server.connected(DATABASE, async (client) => {
    await client.query(`
      insert into users (handle, name) select 'person-' || n, 'Person' from generate_series(1, 1000) n;
      insert into papers (slug, title, title_key) select 'paper-' || n, 'A paper', n from generate_series(1, 2) n;
      insert into paper_stats (paper_id) select id from papers`);
    const insert = `insert into comments (id, paper_id, parent_id, depth, author_id, body, upvote_count)`;
    const rest = `1 + n % 1000, $1, n * 7919 % 50 from generate_series(1, ${COMMENT_COUNT}) n order by n`;
    await client.query(
      `${insert} select n, 1, case when n > 1000 then 1 + n % 1000 end, case when n > 1000 then 1 else 0 end, ${rest}`,
      [BODY],
    );
    await client.query(
      `${insert} select ${COMMENT_COUNT} + n, 2, case when n % ${DEEP} <> 1 then ${COMMENT_COUNT} + n - 1 end, (n - 1) % ${DEEP}, ${rest}`,
      [BODY],
    );
    await client.query('vacuum analyze');
  });
  const paperIdOf = (paper) => Buffer.from(`Paper:${paper}`).toString('base64url');
  const threads = ['1 deep', `${DEEP} deep`].map((name, index) => ({ name, paperId: paperIdOf(index + 1) }));
  return { url: server.urlOf(DATABASE), threads };
}
