import { INVARIANTS } from './invariants.mjs';

/** Compares the database with what was acknowledged, and its counts with their rows; answers a sentence for each breach. */
export async function checkDatabase(client, ledger) {
  const rowsOf = async (query) => (await client.query(query)).rows;
  const votes = await rowsOf(`select user_id || ' ' || paper_id as name from upvotes`);
  const steps = await rowsOf(
    `select actor_id || ' ' || paper_id as name, array_agg(kind order by id) as kinds
     from changes where kind like 'PAPER_UPVOTE%' group by 1`,
  );
  const comments = await rowsOf(`select id, body as name from comments`);
  const told = await rowsOf(`select count(*) from changes where kind = 'COMMENT_ADDED'`);
  return [
    ...differences('votes', names(votes), [...ledger.votes]),
    ...differences(
      'steps of votes',
      steps.map(stepOf),
      [...ledger.steps].map(([name, kinds]) => stepOf({ name, kinds })),
    ),
    ...differences('comments', names(comments), [...ledger.comments.keys()]),
    ...differences('ids of comments', comments.map(idOf), [...ledger.comments.values()]),
    ...(Number(told[0].count) === ledger.comments.size ? [] : ['The changes do not tell of each comment once.']),
    ...(await brokenInvariants(rowsOf)),
  ];
}

const names = (rows) => rows.map((row) => row.name);
const stepOf = ({ name, kinds }) => `${name}: ${kinds.join()}`;
const idOf = ({ id }) => Buffer.from(`Comment:${id}`).toString('base64url');

/** Both as lists, so that what is there twice is found. */
function differences(what, found, expected) {
  const lost = without(expected, found);
  const added = without(found, expected);
  return [
    ...(lost.length ? [`${lost.length} acknowledged ${what} are not in the database, like "${lost[0]}".`] : []),
    ...(added.length
      ? [`${added.length} ${what} are in the database beyond those acknowledged, like "${added[0]}".`]
      : []),
  ];
}

function without(list, taken) {
  const left = new Map();
  for (const name of taken) left.set(name, (left.get(name) ?? 0) + 1);
  return list.filter((name) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count <= 0;
  });
}

async function brokenInvariants(rowsOf) {
  const broken = [];
  for (const [rule, query] of Object.entries(INVARIANTS)) {
    const rows = await rowsOf(query);
    if (rows.length) broken.push(`It does not hold that ${rule}: ${rows.length} rows.`);
  }
  return broken;
}
