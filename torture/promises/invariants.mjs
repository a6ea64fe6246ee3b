/**
 * What the trending score is made of, and its value by plain evaluation: powers of two of days, seen from the latest
 * event of the votes. Comments are bounded by the votes, so those that are a hundred days later count as if they were so.
 */
const TRENDING = `
  with listed as (
    select p.id, coalesce(l.edition_date, p.published_on) as day, p.created_at, s.imported_upvote_count as imported
    from papers p join paper_stats s on s.paper_id = p.id
      left join submissions l on l.paper_id = p.id and l.state = 'LISTED'
  ), started as (
    select *, coalesce(day::timestamp at time zone coalesce((select value from settings where name = 'feed_time_zone'), 'UTC'),
      created_at) as starts_at from listed
  ), given as (
    select id, starts_at as instant, 1 + imported as votes from started
    union all select paper_id, voted_at, 1 from upvotes
  ), seen as (select id, max(instant) as latest from given group by id), voted as (
    select id, sum(votes * power(2::float8, greatest(extract(epoch from instant - latest) / 86400, -1000)::float8)) as v
    from given join seen using (id) group by id
  ), said as (
    select paper_id as id, min(created_at) as instant from comments
    where state = 'VISIBLE' and author_id is not null group by paper_id, author_id
  ), discussed as (
    select id, sum(0.25 * power(2::float8, least(100, greatest(-1000, extract(epoch from instant - latest) / 86400))::float8)) as c
    from said join seen using (id) group by id
  ), direct as (
    select id, day, ln(v + least(coalesce(c, 0), v / 2))
      + ln(2::float8) * extract(epoch from latest - timestamptz '2020-01-01T00:00:00Z') / 86400 as score
    from started join seen using (id) join voted using (id) left join discussed using (id)
  )
  select s.*, direct.score as "directly" from paper_stats s join direct on direct.id = s.paper_id`;

/** Each rule with the rows that break it. */
export const INVARIANTS = {
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
  'the names that are kept with a paper are those of its authors, as far as a page goes': `
    select p.id, p.author_names, named.* from papers p cross join lateral (
      select coalesce(array_agg(a.name order by position) filter (where position <= 101), '{}') as names,
        coalesce(max(position), 0) = count(*) as "haveNoGaps"
      from authorships s join authors a on a.id = s.author_id where s.paper_id = p.id
    ) named
    where p.author_names::text is distinct from case when "haveNoGaps" then to_json(names)::text end`,
  'paperCount of an author is the number of papers that name them': `
    select a.* from authors a
    where paper_count <> (select count(distinct paper_id) from authorships s where s.author_id = a.id)`,
  'two positions of a paper are never one author by name alone': `
    select paper_id, author_id from authorships s join authors a on a.id = s.author_id
    where a.namesake is not null group by 1, 2 having count(*) > 1`,
  'counts of a user are their rows': `
    select u.* from users u
    where upvote_count <> (select count(*) from upvotes where user_id = u.id)
      or comment_count <> (select count(*) from comments where author_id = u.id and state = 'VISIBLE')
      or submission_count <> (select count(*) from submissions where submitted_by = u.id)`,
  'upvoteCount of a comment is its rows': `
    select c.id from comments c where upvote_count <> (select count(*) from comment_upvotes where comment_id = c.id)`,
  'a reply stands right below its parent, on the same paper and not before it in time': `
    select c.id from comments c join comments p on p.id = c.parent_id
    where c.paper_id <> p.paper_id or c.depth <> p.depth + 1 or c.created_at < p.created_at
      or c.place <> p.place || thread_step(c.sibling_number, false)
      or c.place_newest_first <> p.place_newest_first || thread_step(c.sibling_number, true)`,
  'a stub of a deleted comment has neither history nor mentions nor votes': `
    select c.id from comments c where state = 'DELETED' and (body_html is not null or upvote_count <> 0
      or exists (select from comment_edits where comment_id = c.id)
      or exists (select from comment_mentions where comment_id = c.id))`,
  'the totals are the numbers of rows': `
    select * from totals
    where count <> case name when 'papers' then (select count(*) from papers)
      when 'authors' then (select count(*) from authors)
      when 'indexed_papers' then (select count(*) from paper_terms)
      else (select coalesce(sum(length), 0) from paper_terms) end`,
  'paperCount of a token is the number of papers that have it': `
    select coalesce(c.token, t.token) as token, c.paper_count, t.count from search_tokens c
    full join (select unnest(tokens) as token, count(*) from paper_tokens group by 1) t on t.token = c.token
    where coalesce(c.paper_count, 0) <> coalesce(t.count, 0)`,
  'a paper that is found by something is scored by it':
    'select paper_id from paper_tokens full join paper_terms using (paper_id) where tokens is null or terms is null',
  'a category of a paper that is found is one that is suggested': `
    select unnest(p.categories) from papers p join paper_terms t on t.paper_id = p.id
    except select category from search_categories`,
  'paperCount of an edition is the number of papers listed on it, and never zero': `
    select e.* from editions e
    where paper_count <> (select count(*) from submissions s where s.edition_date = e.date and s.state = 'LISTED')
      or not exists (select from submissions s where s.edition_date = e.date)`,
  'the time of a paper in lists is that of its submission': `
    select s.* from paper_stats s left join submissions on submissions.paper_id = s.paper_id and state = 'LISTED'
    where s.submitted_at is distinct from submissions.submitted_at`,
  'the stored trending score is what its rows give': `${TRENDING} where abs(s.trending_score - direct.score) > 1e-9`,
  'the day of a paper among the trending ones is that of its edition, else of its publication': `
    ${TRENDING} where s.trending_day is distinct from direct.day`,
  'a paper comes from somewhere':
    'select id from papers where not exists (select from paper_sources where paper_id = id)',
};
