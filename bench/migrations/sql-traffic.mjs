import { createHash } from 'node:crypto';
import pg from 'pg';
import { pick, randomFrom } from '../random.mjs';
import { CAST_SQL, WITHDRAW_SQL } from '../votes/vote.mjs';

/**
 * What the program sends, in statements that are right at every schema since the first: prepared once a connection, their
 * columns named.
 */
const PAGE = prepared(`
  select p.id, p.arxiv_id, p.slug, p.title, p.abstract, p.published_on, p.author_count, p.categories, p.updated_at,
    s.upvote_count, s.comment_count
  from papers p join paper_stats s on s.paper_id = p.id
  where (coalesce(p.published_on, '-infinity'), p.id) < ($1::date, $2::integer)
  order by coalesce(p.published_on, '-infinity') desc, p.id desc limit 20`);
const PAPER = prepared(`
  select p.id, p.title, p.abstract, p.published_on, s.upvote_count, a.position, a.name_as_printed, author.name, author.paper_count
  from papers p join paper_stats s on s.paper_id = p.id
    join authorships a on a.paper_id = p.id join authors author on author.id = a.author_id
  where p.id = $1::integer order by a.position`);
const THREAD = prepared(`
  select c.id, c.parent_id, c.body, c.created_at, u.handle from comments c left join users u on u.id = c.author_id
  where c.paper_id = $1::integer order by c.created_at, c.id limit 20`);
const CAST = prepared(CAST_SQL);
const WITHDRAW = prepared(WITHDRAW_SQL);
const COMMENT = [
  prepared('select paper_id from paper_stats where paper_id = $1::integer for no key update'),
  prepared(
    `insert into comments (paper_id, author_id, body) values ($1::integer, $2::integer, 'A comment.') returning id`,
  ),
  prepared('update paper_stats set comment_count = comment_count + 1 where paper_id = $1::integer'),
  prepared('update users set comment_count = comment_count + 1 where id = $1::integer'),
];
const IMPORT = [
  prepared(`
    insert into papers (slug, title, title_key, published_on, categories)
    values ($1::text, 'A new paper', $1::text, current_date, '{cs.LG}')
    returning id`),
  prepared('insert into paper_stats (paper_id) values ($1::integer)'),
  prepared(`
    insert into paper_sources (paper_id, format, name, fetched_at, record)
    values ($1::integer, 'listing', 'huggingface', now(), '{}')`),
  prepared(`update totals set count = count + 1 where name = 'papers'`),
];

function prepared(text) {
  return { name: createHash('sha1').update(text).digest('base64url'), text };
}

/** Kinds of clients; each does one thing after the other over a connection of its own. */
export function sqlClients(url, paperCount) {
  const reader = (seed) => clientOf(url, 'read', readings(seed, paperCount));
  const voter = (seed) => clientOf(url, 'vote', votes(seed, paperCount));
  return [
    ...[1, 2, 3, 4].map(reader),
    ...[5, 6].map(voter),
    clientOf(url, 'comment', comments(7, paperCount)),
    clientOf(url, 'import', imports()),
  ];
}

function clientOf(url, kind, work) {
  const client = new pg.Client({ connectionString: url });
  return {
    kind,
    open: () => client.connect(),
    next: () => work.next().value(client),
    close: () => client.end(),
  };
}

function* readings(seed, paperCount) {
  const random = randomFrom(seed);
  for (;;) {
    yield (client) => client.query({ ...PAGE, values: ['infinity', 2_147_483_647] });
    yield (client) => client.query({ ...PAPER, values: [1 + pick(random, paperCount)] });
    yield (client) => client.query({ ...PAGE, values: ['2020-01-01', 1 + pick(random, paperCount)] });
    yield (client) => client.query({ ...THREAD, values: [1 + pick(random, paperCount)] });
  }
}

/** A vote and its removal, so that each changes something. Nobody else votes by these people. */
function* votes(seed, paperCount) {
  const random = randomFrom(seed);
  for (;;) {
    const values = [1 + pick(random, paperCount), seed];
    yield (client) => client.query({ ...CAST, values });
    yield (client) => client.query({ ...WITHDRAW, values });
  }
}

function* comments(seed, paperCount) {
  const random = randomFrom(seed);
  const [lock, insert, count, credit] = COMMENT;
  for (;;) {
    const paperId = 1 + pick(random, paperCount);
    yield (client) =>
      inTransaction(client, async () => {
        await client.query({ ...lock, values: [paperId] });
        await client.query({ ...insert, values: [paperId, seed] });
        await client.query({ ...count, values: [paperId] });
        await client.query({ ...credit, values: [seed] });
      });
  }
}

function* imports() {
  const [insert, countNone, name, total] = IMPORT;
  for (let number = 1; ; number++) {
    yield (client) =>
      inTransaction(client, async () => {
        const { rows } = await client.query({ ...insert, values: [`new-${number}`] });
        await client.query({ ...countNone, values: [rows[0].id] });
        await client.query({ ...name, values: [rows[0].id] });
        await client.query({ ...total, values: [] });
      });
  }
}

async function inTransaction(client, work) {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
