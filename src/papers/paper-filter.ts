import { Field, ID, InputType, Int } from 'type-graphql';
import type { Placeholders } from '../db/sql';
import { LocalDateRange, requireForward } from '../graphql/local-date-range';
import { rowKeyOf } from '../graphql/node';

@InputType({
  description: 'Which papers to show. All conditions hold together; a null or empty one does not constrain.',
})
export class PaperFilter {
  @Field(() => LocalDateRange, { nullable: true, description: 'The day of publication.' })
  publishedOn?: LocalDateRange | null;

  @Field(() => LocalDateRange, { nullable: true, description: 'The day of the edition that lists the paper.' })
  editionDate?: LocalDateRange | null;

  @Field(() => [String], { nullable: true, description: 'Any of these categories; `cs` stands for all of `cs.*`.' })
  categories?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The id of an author of the paper.' })
  authorId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the paper links to code.' })
  hasCode?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'At least this many upvotes, imported ones included.' })
  minUpvotes?: number | null;
}

/** What a filter asks for, spelled in one way: conditions that do not constrain are left out, so that they do not part cursors. */
export function filterFingerprint(filter: PaperFilter): string {
  return JSON.stringify(filter, (_name, value: unknown) => (constrains(value) ? value : undefined)) ?? '';
}

function constrains(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.values(value).some(constrains) : value != null;
}

/** The conditions of a filter over papers `p` and paper_stats `s`; none where it does not constrain. */
export function paperConditions(filter: PaperFilter, placeholders: Placeholders): string[] {
  const conditions: string[] = [];
  const { publishedOn, editionDate, categories, authorId, hasCode, minUpvotes } = filter;

  // Written as the index on the day of publication has it, so that it serves the range as well.
  if (publishedOn) {
    requireForward('filter.publishedOn', publishedOn);
    conditions.push(...rangeConditions(`coalesce(p.published_on, '-infinity')`, publishedOn, placeholders));
  }
  if (editionDate) {
    requireForward('filter.editionDate', editionDate);
    const range = rangeConditions('listed.edition_date', editionDate, placeholders);
    if (range.length) conditions.push(existsListing(range));
  }
  if (categories?.length) {
    conditions.push(`category_terms(p.categories) && ${placeholders.add(categories)}::text[]`);
  }
  if (authorId != null) {
    const author = placeholders.add(rowKeyOf('Author', authorId));
    conditions.push(`exists (select from authorships a where a.paper_id = p.id and a.author_id = ${author}::integer)`);
  }
  if (hasCode != null) {
    const exists = `exists (select from paper_links link where link.paper_id = p.id and link.kind = 'CODE')`;
    conditions.push(hasCode ? exists : `not ${exists}`);
  }
  if (minUpvotes != null) conditions.push(`s.upvote_count >= ${placeholders.add(minUpvotes)}::integer`);
  return conditions;
}

function rangeConditions(column: string, { from, to }: LocalDateRange, placeholders: Placeholders): string[] {
  const conditions: string[] = [];
  if (from) conditions.push(`${column} >= ${placeholders.add(from)}::date`);
  if (to) conditions.push(`${column} <= ${placeholders.add(to)}::date`, `${column} > '-infinity'`);
  return conditions;
}

function existsListing(range: string[]): string {
  const conditions = ['listed.paper_id = p.id', `listed.state = 'LISTED'`, ...range].join(' and ');
  return `exists (select from submissions listed where ${conditions})`;
}
