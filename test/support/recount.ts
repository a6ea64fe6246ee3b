import type { Database } from '../../src/db/database';

/** Each kept count, made anew from the rows that it counts. */
const RECOUNT = `
  update paper_stats s set
    upvote_count = imported_upvote_count + (select count(*) from upvotes u where u.paper_id = s.paper_id),
    comment_count = imported_comment_count
      + (select count(*) from comments c where c.paper_id = s.paper_id and c.state = 'VISIBLE'),
    submitted_at = (select submitted_at from submissions l where l.paper_id = s.paper_id and l.state = 'LISTED');
  update papers p set author_count = named.count
    from (select paper_id, count(*) from authorships group by 1) named where named.paper_id = p.id;
  update authors a set paper_count = (select count(*) from authorships s where s.author_id = a.id);
  update users u set
    upvote_count = (select count(*) from upvotes v where v.user_id = u.id),
    comment_count = (select count(*) from comments c where c.author_id = u.id and c.state = 'VISIBLE'),
    submission_count = (select count(*) from submissions l where l.submitted_by = u.id);
  update comments c set upvote_count = voted.count
    from (select comment_id, count(*) from comment_upvotes group by 1) voted where voted.comment_id = c.id;
  update editions e set
    paper_count = (select count(*) from submissions l where l.edition_date = e.date and l.state = 'LISTED');
  update totals set count = case name when 'papers' then (select count(*) from papers)
    when 'authors' then (select count(*) from authors)
    when 'indexed_papers' then (select count(*) from paper_terms)
    else (select coalesce(sum(length), 0) from paper_terms) end;
  delete from search_tokens;
  insert into search_tokens select unnest(tokens), count(*) from paper_tokens group by 1;
  select recompute_trending(array(select id from papers));
`;

export async function recount(database: Database): Promise<void> {
  await database.pool.query(RECOUNT);
}
