import { VOTER_COUNT } from './voter-token.mjs';

/** Votes of earlier runs, which the yardstick takes back only after everybody has loaded, are left out. */
const VOTES = `votes where user_id <= (select max(id) - ${VOTER_COUNT} from users)`;

/** What each of our tables takes from the yardstick's base data: the target of a COPY and its source, with base ids kept. */
export const copies = [
  [
    'authors (id, name, namesake, paper_count)',
    `select id, name, row_number() over (partition by name order by id), coalesce(written.count, 0)
     from authors left join (select author_id, count(*) from paper_authors group by 1) written on author_id = id
     order by id`,
  ],
  [
    'users (id, handle, name, upvote_count, comment_count)',
    `select id, name, name, coalesce(given.count, 0), coalesce(said.count, 0) from users
     left join (select user_id, count(*) from ${VOTES} group by 1) given on given.user_id = id
     left join (select user_id, count(*) from comments group by 1) said on said.user_id = id
     order by id`,
  ],
  [
    'papers (id, arxiv_id, slug, title, title_key, abstract, published_on, author_count, created_at, updated_at)',
    `select id, arxiv_id, ${slug('title')} || '-' || id, title, ${titleKey('title')}, abstract, submitted_on, written.count,
       published_at, published_at
     from papers left join (select paper_id, count(*) from paper_authors group by 1) written on paper_id = id
     order by id`,
  ],
  [
    'paper_stats (paper_id, upvote_count, comment_count)',
    `select id, coalesce(given.count, 0), coalesce(said.count, 0) from papers
     left join (select paper_id, count(*) from ${VOTES} group by 1) given on given.paper_id = id
     left join (select paper_id, count(*) from comments group by 1) said on said.paper_id = id
     order by id`,
  ],
  [
    'authorships (paper_id, position, author_id, name_as_printed)',
    `select paper_id, position, author_id, name from paper_authors join authors on id = author_id order by paper_id, position`,
  ],
  ['upvotes (paper_id, user_id, voted_at)', `select paper_id, user_id, created_at from ${VOTES}`],
  [
    'comments (id, paper_id, author_id, body, created_at)',
    'select id, paper_id, user_id, body, created_at from comments order by created_at, id',
  ],
];

/** As src/lib/title-key.ts and src/lib/slug.ts answer for titles of ASCII letters, which all of these are. */
function titleKey(title) {
  return `regexp_replace(lower(${title}), '[^a-z0-9]', '', 'g')`;
}

function slug(title) {
  return `trim('-' from regexp_replace(lower(left(${title}, 70)), '[^a-z0-9]+', '-', 'g'))`;
}
