import type { ClientBase } from 'pg';
import { addToTotals } from '../db/add-to-totals';
import { copyRows } from '../db/copy-rows';
import { prepared, type PreparedStatement, rowsOf } from '../db/sql';
import { INDEX_VERSION, type IndexedPaper, indexPaper, MAX_NAMES, type PaperText } from './indexed-paper';
import { deletionsOf, isMistyped } from '../words/spelling';
import type { Token } from './token';

/** The key of the advisory lock under which the index is written: counts follow from what stood there before. */
const INDEX_LOCK = 4_711_000_003;

/** Writes papers into the index as they are now, inside the transaction that wrote them. */
export async function indexPapers(sql: ClientBase, paperIds: readonly number[]): Promise<void> {
  if (paperIds.length === 0) return;
  await rowsOf(sql, LOCK, [INDEX_LOCK]);
  const texts = await rowsOf<PaperText & { [column: string]: unknown }>(sql, READ_TEXTS, [paperIds]);
  const former = await rowsOf<{ tokens: Token[] }>(sql, TAKE_OUT, [paperIds]);
  const papers = texts.map(indexPaper);
  await addPapers(sql, papers);
  await addToCounts(sql, papers, former);
  await addSpellings(sql, papers);
  await addCategories(sql, texts);
  await rowsOf(sql, SORT_IN);
}

/** Takes papers out of the index, inside the transaction in which they end. */
export async function unindexPapers(sql: ClientBase, paperIds: readonly number[]): Promise<void> {
  await rowsOf(sql, LOCK, [INDEX_LOCK]);
  const former = await rowsOf<Counted & { [column: string]: unknown }>(sql, TAKE_OUT, [paperIds]);
  await addToCounts(sql, [], former);
}

async function addPapers(sql: ClientBase, papers: IndexedPaper[]): Promise<void> {
  await copyRows(
    sql,
    'paper_terms (paper_id, version, length, terms)',
    papers.map(({ paperId, length, terms }) => [paperId, INDEX_VERSION, length, `\\x${terms.toString('hex')}`]),
  );
  await copyRows(
    sql,
    'paper_tokens (paper_id, tokens)',
    papers.map(({ paperId, tokens }) => [paperId, `{${tokens.join()}}`]),
  );
}

type Counted = Pick<IndexedPaper, 'tokens'>;

async function addToCounts(sql: ClientBase, papers: Counted[], former: Counted[]): Promise<void> {
  const changes = new Map<Token, number>();
  const add = (by: number) => (token: Token) => changes.set(token, (changes.get(token) ?? 0) + by);
  for (const { tokens } of papers) tokens.forEach(add(1));
  for (const { tokens } of former) tokens.forEach(add(-1));
  const rows = [...changes];
  await countTokens(
    sql,
    COUNT_MORE,
    rows.filter(([, by]) => by > 0),
  );
  await countTokens(
    sql,
    COUNT_FEWER,
    rows.filter(([, by]) => by < 0),
  );

  await addToTotals(sql, { indexed_papers: papers.length - former.length });
}

async function countTokens(sql: ClientBase, statement: PreparedStatement, changes: [Token, number][]): Promise<void> {
  if (changes.length === 0) return;
  await rowsOf(sql, statement, [changes.map(([token]) => token), changes.map(([, by]) => by)]);
}

async function addSpellings(sql: ClientBase, papers: IndexedPaper[]): Promise<void> {
  const words = [...new Set(papers.flatMap((paper) => [...paper.spellings]))].filter(isMistyped).sort();
  const known = new Set((await rowsOf<{ word: string }>(sql, KNOWN_WORDS, [words])).map(({ word }) => word));
  await copyRows(
    sql,
    'search_words (word, deletions)',
    words.filter((word) => !known.has(word)).map((word) => [word, `{${deletionsOf(word).join()}}`]),
  );
}

async function addCategories(sql: ClientBase, texts: PaperText[]): Promise<void> {
  const categories = [...new Set(texts.flatMap((text) => text.categories))].sort();
  await rowsOf(sql, ADD_CATEGORIES, [categories]);
}

/**
 * New entries of a GIN index wait in a list, which every search reads: sorting them in together takes a seventh of the
 * time of one after the other, and leaves no list behind.
 */
const SORT_IN = prepared(`
  select gin_clean_pending_list(name) from unnest(array[
    'paper_tokens_tokens_idx', 'search_words_deletions_idx', 'authors_name_parts_idx'
  ]::regclass[]) as name`);

const LOCK = prepared('select pg_advisory_xact_lock($1::bigint)');

const READ_TEXTS = prepared(`
  select p.id as "paperId", p.title, p.abstract, p.keywords, p.categories, p.published_on as "publishedOn",
    array(
      select a.name_as_printed from authorships a where a.paper_id = p.id order by a.position limit ${MAX_NAMES}
    ) as names
  from papers p where p.id = any ($1::integer[])`);

const TAKE_OUT = prepared(`
  with terms as (delete from paper_terms where paper_id = any ($1::integer[]) returning paper_id)
  delete from paper_tokens using terms where paper_tokens.paper_id = terms.paper_id
  returning paper_tokens.tokens`);

const COUNT_MORE = prepared(`
  insert into search_tokens (token, paper_count)
  select * from unnest($1::integer[], $2::integer[]) as given (token, by)
  on conflict (token) do update set paper_count = search_tokens.paper_count + excluded.paper_count`);

const COUNT_FEWER = prepared(`
  update search_tokens set paper_count = paper_count + given.by
  from unnest($1::integer[], $2::integer[]) as given (token, by)
  where search_tokens.token = given.token`);

const KNOWN_WORDS = prepared('select word from search_words where word = any ($1::text[])');

const ADD_CATEGORIES = prepared(`
  insert into search_categories (category) select unnest($1::text[]) on conflict do nothing`);
