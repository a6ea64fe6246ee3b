import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import { slugOf } from '../../lib/slug';

/**
 * A slug that nobody has for each title, in order: `attention`, where that is taken `attention-2`, `attention-3` …
 */
export async function assignSlugs(sql: SqlRunner, titles: string[]): Promise<string[]> {
  const stems = titles.map(slugOf);
  const freeByStem = await findFreeSlugs(sql, wantedByStem(stems));
  const given = new Set<string>();
  return stems.map((stem) => {
    const slug = freeByStem.get(stem)!.find((free) => !given.has(free))!;
    given.add(slug);
    return slug;
  });
}

/**
 * How many free slugs suffice for the titles of each stem: of `trees`, one for each of them, and one for each of
 * `trees-2`, `trees-3` … that other titles have for a stem; of `trees-2`, one more where one of `trees` may take it.
 */
function wantedByStem(stems: string[]): Map<string, number> {
  const wanted = new Map(stems.map((stem) => [stem, 0]));
  const want = (stem: string) => wanted.set(stem, wanted.get(stem)! + 1);
  stems.forEach(want);
  for (const stem of wanted.keys()) {
    const shorter = stem.replace(/-\d+$/, '');
    if (shorter !== stem && wanted.has(shorter)) [stem, shorter].forEach(want);
  }
  return wanted;
}

async function findFreeSlugs(sql: SqlRunner, wanted: Map<string, number>): Promise<Map<string, string[]>> {
  const rows = await rowsOf<{ stem: string; slugs: string[] }>(sql, FREE_SLUGS, [
    [...wanted.keys()],
    [...wanted.values()],
  ]);
  return new Map(rows.map((row) => [row.stem, row.slugs]));
}

/** Neither a paper's, nor that of one which became part of another. Sub-selects, as a function would be called for each title. */
const isFree = (slug: string) =>
  `(select id from papers where slug = ${slug}) is null and (select paper_id from former_slugs where slug = ${slug}) is null`;

/** Counts up from each stem until enough are free. `offset 0` has each looked up once, not wherever the result is used. */
const FREE_SLUGS = prepared(`
  with recursive tried as (
    select stem, how_many, 1 as number, stem as slug, is_free, is_free::integer as free_count
    from unnest($1::text[], $2::integer[]) as wanted (stem, how_many),
      lateral (select ${isFree('stem')} as is_free offset 0) as look_up
    union all
    select stem, how_many, number + 1, next_slug, next_is_free, free_count + next_is_free::integer
    from tried,
      lateral (select stem || '-' || (number + 1) as next_slug) as next,
      lateral (select ${isFree('next_slug')} as next_is_free offset 0) as look_up
    where free_count < how_many
  )
  select stem, array_agg(slug order by number) as slugs from tried where is_free group by stem`);
