import { Placeholders, prepared, type PreparedStatement, rowsOf, type SqlRunner, whereClause } from '../../db/sql';
import { PaperFields } from '../../indexing/scoring/paper-fields';
import type { Token } from '../../indexing/token';
import { PAPER_TABLES } from '../../papers/paper-columns';
import type { Condition } from '../query/search-query';
import { type JointList, MAX_JOINT_LENGTH, MAX_LIST_LENGTH, MAX_POSTINGS, type PostingList } from './posting-lists';

/** How many papers a search ranks at most: its list ends there. */
export const MAX_RANKED = 1_000;

/** A paper to be scored. */
export interface Candidate {
  paperId: number;
  /** How many words say what it is about. */
  length: number;
  fields: PaperFields;
}

/** What papers must have to be found. */
export interface Requirements {
  /** One token of each group, to be looked at. */
  groups: Token[][];
  /** What the filter asks of what the index knows of them: tokens are shorter than terms, and may stand for two. */
  filterConditions: Condition[];
  /** What the filter asks of papers `p` and paper_stats `s`. */
  conditionsOn: (placeholders: Placeholders) => string[];
}

/** By what papers are looked up. */
export interface Clues {
  lists: PostingList[];
  joint: JointList[];
  /** Papers that the query names. */
  named: number[];
}

/**
 * The papers of posting lists that count most, these first, and those that the query names, within a number of papers looked at
 * that does not grow with the index.
 */
export async function selectCandidates(
  sql: SqlRunner,
  { lists, joint, named }: Clues,
  requirements: Requirements,
): Promise<Candidate[]> {
  const { groups, conditionsOn } = requirements;
  const placeholders = new Placeholders();
  const given = [
    `${placeholders.add(lists.map(({ tokens }) => tokens[0]))}::integer[]`,
    `${placeholders.add(lists.map(({ tokens }) => tokens[1]))}::integer[]`,
    `${placeholders.add(lists.map(({ weight }) => weight))}::real[]`,
  ];
  const byName = placeholders.add(named);
  const conditions = conditionsOn(placeholders);
  const text = `
    with hits as (
      select hit.paper_id, list.weight
      from unnest(${given.join(', ')}) as list (token, beside, weight)
      cross join lateral (
        select t.paper_id from paper_tokens t
        where ${['t.tokens @> array[list.token, list.beside]', ...hasOneOfEach(groups, placeholders)].join(' and ')}
        limit ${MAX_LIST_LENGTH}
      ) hit
      limit ${2 * MAX_POSTINGS}
    ), found as (
      select paper_id, sum(weight) as weight from (
        select * from hits union all select unnest(${byName}::integer[]), 'infinity'
        ${joint.map((list) => `union all ${jointSql(list, groups, placeholders)}`).join('\n')}
      ) hit group by paper_id
    ), best as (
      select found.paper_id, found.weight from found
      ${conditions.length ? `join (${PAPER_TABLES}) on p.id = found.paper_id ${whereClause(conditions)}` : ''}
      order by found.weight desc, found.paper_id desc limit ${MAX_RANKED}
    )
    select t.paper_id as "paperId", t.length, t.terms from best join paper_terms t on t.paper_id = best.paper_id
    order by best.weight desc, best.paper_id desc`;
  // Of those without conditions there are few.
  return readCandidates(sql, isUnconditional(requirements) ? prepared(text) : text, placeholders.values);
}

/** Whether nothing is asked of papers but words. */
export function isUnconditional({ groups, conditionsOn }: Requirements): boolean {
  return groups.length === 0 && conditionsOn(new Placeholders()).length === 0;
}

function jointSql({ groups, weight }: JointList, required: Token[][], placeholders: Placeholders): string {
  const conditions = hasOneOfEach([...groups, ...required], placeholders).join(' and ');
  return `(
    select t.paper_id, ${placeholders.add(weight)}::real from paper_tokens t where ${conditions} limit ${MAX_JOINT_LENGTH}
  )`;
}

/** Conditions over paper_tokens `t`: one of each group of tokens is there. */
export function hasOneOfEach(groups: Token[][], placeholders: Placeholders): string[] {
  return groups.map((tokens) => `t.tokens && ${placeholders.add(tokens)}::integer[]`);
}

/** The papers that a filter leaves where these are few, so that all of them can be scored; null where they are many. */
export async function selectFew(sql: SqlRunner, { conditionsOn }: Requirements): Promise<Candidate[] | null> {
  const placeholders = new Placeholders();
  const conditions = conditionsOn(placeholders);
  if (conditions.length === 0) return null;
  const text = `select p.id from ${PAPER_TABLES} ${whereClause(conditions)} limit ${MAX_RANKED + 1}`;
  const rows = await rowsOf<{ id: number }>(sql, text, placeholders.values);
  return rows.length > MAX_RANKED
    ? null
    : candidatesOf(
        sql,
        rows.map(({ id }) => id),
      );
}

/** Of papers that are only listed, so many are looked at. */
const MAX_LISTED = 10_000;

/** Papers of which nothing is asked but what they must have, the newest first of those that were looked at. */
export async function selectNewest(sql: SqlRunner, { groups, conditionsOn }: Requirements): Promise<Candidate[]> {
  const placeholders = new Placeholders();
  const required = hasOneOfEach(groups, placeholders);
  const looked = `select t.paper_id from paper_tokens t ${whereClause(required)} limit ${MAX_LISTED}`;
  const isLookedAt = required.length ? [`p.id in (${looked})`] : [];
  const text = `
    select t.paper_id as "paperId", t.length, t.terms from (
      select p.id from ${PAPER_TABLES} ${whereClause([...isLookedAt, ...conditionsOn(placeholders)])}
      order by coalesce(p.published_on, '-infinity') desc, p.id desc limit ${MAX_RANKED}
    ) newest join paper_terms t on t.paper_id = newest.id`;
  return readCandidates(sql, text, placeholders.values);
}

/** Some papers, whatever they were found by. */
export function candidatesOf(sql: SqlRunner, paperIds: number[]): Promise<Candidate[]> {
  return readCandidates(sql, BY_ID, [paperIds]);
}

/** What is read of a candidate. */
export interface CandidateRow {
  [column: string]: unknown;
  paperId: number;
  length: number;
  terms: Buffer;
}

async function readCandidates(
  sql: SqlRunner,
  statement: PreparedStatement | string,
  values: unknown[],
): Promise<Candidate[]> {
  const rows = await rowsOf<CandidateRow>(sql, statement, values);
  return rows.map(candidateFromRow);
}

export function candidateFromRow({ paperId, length, terms }: CandidateRow): Candidate {
  return { paperId, length, fields: new PaperFields(terms) };
}

const BY_ID = prepared(`
  select paper_id as "paperId", length, terms from paper_terms where paper_id = any ($1::integer[])`);
