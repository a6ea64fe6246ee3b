import { hashOfVoterToken, voterToken } from '../peers/voter-token.mjs';

const DATABASE = 'dp_bench_votes';
export const PAPER_COUNT = 1000;
/** So many that none votes twice at once. */
const VOTER_COUNT = 4000;

/** An empty town of papers and people with tokens. */
export async function provideVoters(server) {
  await server.createDatabase(DATABASE);
  const voters = Array.from({ length: VOTER_COUNT }, (_, at) => ({ id: at + 1, token: voterToken(at + 1) }));
  await server.connected(DATABASE, async (client) => {
    await client.query(`insert into users (handle, name) select 'voter-' || n, 'Voter' from generate_series(1, $1) n`, [
      VOTER_COUNT,
    ]);
    await client.query(
      `insert into access_tokens (user_id, name, secret_hash, scopes)
       select voter.id, 'bench', voter.hash, '{read,vote}' from unnest($1::integer[], $2::bytea[]) as voter (id, hash)`,
      [voters.map((voter) => voter.id), voters.map((voter) => hashOfVoterToken(voter.id))],
    );
    await client.query(
      `insert into papers (slug, title, title_key) select 'paper-' || n, 'A paper', n from generate_series(1, $1) n`,
      [PAPER_COUNT],
    );
    await client.query('insert into paper_stats (paper_id) select id from papers');
    await client.query('vacuum analyze');
  });
  return { url: server.urlOf(DATABASE), voters };
}
