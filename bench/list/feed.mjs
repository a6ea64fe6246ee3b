/** The list as a page of an app would ask for it. */
export const FEED_QUERY = `{
  papers(first: 20) {
    nodes {
      title abstract publishedOn upvoteCount commentCount
      authors(first: 12) { edges { position nameAsPrinted node { name } } }
      upvotes(first: 3) { edges { votedAt node { handle } } }
    }
  }
}`;

/** One statement that answers the same, as the text of the HTTP body. */
export const FEED_SQL = `
  select json_build_object('data', json_build_object('papers', json_build_object('nodes', coalesce(json_agg(
    json_build_object(
      'title', p.title, 'abstract', p.abstract, 'publishedOn', p.published_on,
      'upvoteCount', s.upvote_count, 'commentCount', s.comment_count,
      'authors', json_build_object('edges', (
        select coalesce(json_agg(json_build_object(
          'position', a.position, 'nameAsPrinted', a.name_as_printed, 'node', json_build_object('name', author.name)
        ) order by a.position), '[]')
        from (select * from authorships where paper_id = p.id order by position limit 12) a
        join authors author on author.id = a.author_id
      )),
      'upvotes', json_build_object('edges', (
        select coalesce(json_agg(json_build_object(
          'votedAt', to_char(v.voted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'node', json_build_object('handle', u.handle)
        ) order by v.voted_at desc, v.user_id desc), '[]')
        from (select * from upvotes where paper_id = p.id order by voted_at desc, user_id desc limit 3) v
        join users u on u.id = v.user_id
      ))
    ) order by coalesce(p.published_on, '-infinity') desc, p.id desc), '[]'))))::text as body
  from (select * from papers order by coalesce(published_on, '-infinity') desc, id desc limit 20) p
  join paper_stats s on s.paper_id = p.id`;
