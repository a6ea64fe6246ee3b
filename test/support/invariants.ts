import { type Database } from '../../src/db/database';

/** Each rule with the rows that break it. */
const BREACHES: Record<string, string> = {
  'a paper has a row of counts': 'select id from papers where not exists (select from paper_stats where paper_id = id)',
  'upvoteCount is the imported ones and our rows': `
    select s.* from paper_stats s
    where upvote_count <> imported_upvote_count + (select count(*) from upvotes u where u.paper_id = s.paper_id)`,
  'commentCount is the imported ones and our visible rows': `
    select s.* from paper_stats s
    where comment_count <> imported_comment_count
      + (select count(*) from comments c where c.paper_id = s.paper_id and c.state = 'VISIBLE')`,
  'authorCount is the number of names where they are known, at positions without gaps': `
    select p.id, p.author_count, count(*), max(position) from papers p join authorships a on a.paper_id = p.id
    group by p.id having p.author_count is distinct from count(*) or max(position) <> count(*)`,
  'paperCount of an author is the number of papers that name them': `
    select a.* from authors a
    where paper_count <> (select count(distinct paper_id) from authorships s where s.author_id = a.id)`,
  'two positions of a paper are never one author by name alone': `
    select paper_id, author_id from authorships s join authors a on a.id = s.author_id
    where a.namesake is not null group by 1, 2 having count(*) > 1`,
  'counts of a user are their rows': `
    select u.* from users u
    where upvote_count <> (select count(*) from upvotes where user_id = u.id)
      or submission_count <> (select count(*) from submissions where submitted_by = u.id)`,
  'the totals are the numbers of rows': `
    select * from totals
    where count <> case name when 'papers' then (select count(*) from papers) else (select count(*) from authors) end`,
  'paperCount of an edition is the number of papers listed on it, and never zero': `
    select e.* from editions e
    where paper_count <> (select count(*) from submissions s where s.edition_date = e.date and s.state = 'LISTED')
      or not exists (select from submissions s where s.edition_date = e.date)`,
  'the time of a paper in lists is that of its submission': `
    select s.* from paper_stats s left join submissions on submissions.paper_id = s.paper_id and state = 'LISTED'
    where s.submitted_at is distinct from submissions.submitted_at`,
  'a paper comes from somewhere':
    'select id from papers where not exists (select from paper_sources where paper_id = id)',
};

/** Fails with the rows where a kept count is not what it counts. */
export async function expectCountsToHold(database: Database): Promise<void> {
  const breaches: Record<string, unknown[]> = {};
  for (const [rule, query] of Object.entries(BREACHES)) {
    const { rows } = await database.pool.query<Record<string, unknown>>(query);
    if (rows.length > 0) breaches[rule] = rows.slice(0, 5);
  }
  expect(breaches).toEqual({});
}
