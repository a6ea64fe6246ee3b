import { copyRows } from '../copy.mjs';
import { dataVersion, holdsVersion, storeVersion } from '../data-version.mjs';
import { authorName, generatePapers, handleOf, sizesOf } from '../generate.mjs';
import { tell } from '../project.mjs';

const MADE_BY = [
  'migrations',
  'bench/generate.mjs',
  'bench/words.mjs',
  'bench/random.mjs',
  'bench/list/paper-database.mjs',
];

/** Makes sure of the database with so many papers; answers its name. */
export async function providePapers(server, paperCount) {
  const name = `dp_bench_${paperCount}`;
  const version = dataVersion(...MADE_BY);
  if (await holdsVersion((work) => server.connected(name, work), version)) return name;

  tell(`Loading ${paperCount} papers into ${name}.`);
  await server.createDatabase(name);
  await server.connected(name, async (client) => {
    for (const [target, rows] of rowsOf(paperCount)) await copyRows(client, target, rows);
    for (const statement of AFTERWARDS) await client.query(statement);
    await storeVersion(client, version);
    await client.query('vacuum analyze');
  });
  return name;
}

function rowsOf(paperCount) {
  const sizes = sizesOf(paperCount);
  const papers = (toRow) => map(generatePapers(paperCount), toRow);
  const each = (toRows) => flatMap(generatePapers(paperCount), toRows);
  return [
    ['authors (id, name, namesake)', map(numbers(sizes.authors), (id) => [id, authorName(id), 1])],
    ['users (id, handle, name)', map(numbers(sizes.users), (id) => [id, handleOf(id), handleOf(id)])],
    [
      'papers (id, arxiv_id, slug, title, title_key, abstract, published_on, author_count, categories)',
      papers(paperRow),
    ],
    [
      'paper_stats (paper_id, upvote_count, comment_count)',
      papers((p) => [p.number, p.upvotes.length, p.comments.length]),
    ],
    [
      'authorships (paper_id, position, author_id, name_as_printed)',
      each(({ number, authors }) => authors.map((author, at) => [number, at + 1, author, authorName(author)])),
    ],
    [
      'upvotes (paper_id, user_id, voted_at)',
      each(({ number, upvotes }) => upvotes.map(({ user, votedAt }) => [number, user, votedAt])),
    ],
    [
      'comments (paper_id, author_id, body, created_at)',
      each(({ number, comments }) => comments.map(({ user, body, createdAt }) => [number, user, body, createdAt])),
    ],
  ];
}

function paperRow({ number, arxivId, title, abstract, publishedOn, authors, categories }) {
  const words = title.toLowerCase().split(' ');
  const slug = `${words.join('-')}-${number}`;
  return [
    number,
    arxivId,
    slug,
    title,
    words.join(''),
    abstract,
    publishedOn,
    authors.length,
    `{${categories.join()}}`,
  ];
}

/** The kept counts of people, the scores of papers, and where the next ids begin. */
const AFTERWARDS = [
  `update authors set paper_count = written.count
   from (select author_id, count(*) from authorships group by 1) written where id = author_id`,
  `update users set upvote_count = given.count
   from (select user_id, count(*) from upvotes group by 1) given where id = user_id`,
  `update users set comment_count = said.count
   from (select author_id, count(*) from comments group by 1) said where id = author_id`,
  `select recompute_trending(array(select id from papers))`,
  `update totals set count = case name when 'papers' then (select count(*) from papers) else (select count(*) from authors) end`,
  `select setval(pg_get_serial_sequence('papers', 'id'), (select max(id) from papers)),
     setval(pg_get_serial_sequence('authors', 'id'), (select max(id) from authors)),
     setval(pg_get_serial_sequence('users', 'id'), (select max(id) from users))`,
];

function* numbers(count) {
  for (let number = 1; number <= count; number++) yield number;
}

function* map(items, change) {
  for (const item of items) yield change(item);
}

function* flatMap(items, change) {
  for (const item of items) yield* change(item);
}
