import { copyRows } from '../copy.mjs';
import { dataVersion, holdsVersion, storeVersion } from '../data-version.mjs';
import { authorName, bodyOf, generatePapers, handleOf, sizesOf, textsOf } from '../generate.mjs';
import { tell } from '../project.mjs';
import { fillSearchIndex } from '../search/fill-index.mjs';
import { withoutForeignKeys } from './foreign-keys.mjs';

const MADE_BY = [
  'migrations',
  'src/indexing',
  'src/words',
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
    await loadPapers(client, paperCount);
    await client.query('select recompute_trending(array(select id from papers))');
  });
  tell(`Filling the search index of ${name}.`);
  await fillSearchIndex(server.urlOf(name));
  await server.connected(name, async (client) => {
    await client.query('vacuum analyze');
    await storeVersion(client, version);
  });
  return name;
}

/** Fills the tables that were there from the beginning, at whatever schema. */
export async function loadPapers(client, paperCount) {
  await withoutForeignKeys(client, async () => {
    for (const [target, rows] of rowsOf(paperCount)) await copyRows(client, target, rows);
  });
  for (const statement of AFTERWARDS) await client.query(statement);
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
      papers((paper) => paperRow(paper, textsOf(paper.number, paperCount))),
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
      each(({ number, comments }) =>
        comments.map(({ user, createdAt }, at) => [number, user, bodyOf(number, at), createdAt]),
      ),
    ],
  ];
}

function paperRow({ number, arxivId, publishedOn, authors, categories }, { title, abstract }) {
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

/** The kept counts of people, and where the next ids begin. */
const AFTERWARDS = [
  `update authors set paper_count = written.count
   from (select author_id, count(*) from authorships group by 1) written where id = author_id`,
  `update users set upvote_count = given.count
   from (select user_id, count(*) from upvotes group by 1) given where id = user_id`,
  `update users set comment_count = said.count
   from (select author_id, count(*) from comments group by 1) said where id = author_id`,
  `update totals set count = (select count(*) from papers) where name = 'papers'`,
  `update totals set count = (select count(*) from authors) where name = 'authors'`,
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
