import { hashOfVoterToken, voterToken } from '../../bench/peers/voter-token.mjs';

/** As many as clients at most. */
export const PEOPLE = 500;

/** Signs people up, each with a token that may vote and write. */
export async function signUp(client, count) {
  const { rows } = await client.query(
    `insert into users (handle, name) select 'torturer-' || n, 'Torturer' from generate_series(1, $1) n returning id`,
    [count],
  );
  const ids = rows.map((row) => row.id);
  await client.query(
    `insert into access_tokens (user_id, name, secret_hash, scopes)
     select person.id, 'torture', person.hash, '{read,vote,write}' from unnest($1::integer[], $2::bytea[]) as person (id, hash)`,
    [ids, ids.map(hashOfVoterToken)],
  );
  return ids.map((id) => ({ id, token: voterToken(id) }));
}

/** The papers that are there, by number. */
export async function paperIdsOf(client) {
  return (await client.query('select id from papers order by id')).rows.map((row) => row.id);
}
