import { instancesOf, isAnyOf, prepared } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineRowNode } from '../graphql/node';
import { Paper } from './paper.entity';
import { byPaperDetail, PAPER_COLUMNS, PAPER_TABLES } from './paper-columns';

/** The loader of papers by one of their unique columns. */
function paperBy<Key extends number | string>(
  column: string,
  type: 'integer' | 'text',
  keyOf: (paper: Paper) => Key | null,
  columns = PAPER_COLUMNS.WHOLE,
) {
  const statement = prepared(`select ${columns} from ${PAPER_TABLES} where p.${column} ${isAnyOf('$1', type)}`);
  return defineLoader<Key, Paper>(async (sql, keys) => {
    return inOrderOf<Key | null, Paper>(keys, await instancesOf(Paper, sql, statement, [keys]), keyOf);
  });
}

export const paperById = paperBy('id', 'integer', (paper) => paper.rowId);
export const paperByArxivId = byPaperDetail((columns) => {
  return paperBy('arxiv_id', 'text', (paper) => paper.arxivId, columns);
});
export const paperByDoi = paperBy('doi', 'text', (paper) => paper.doi);

const BY_SLUG = prepared(`
  select ${PAPER_COLUMNS.WHOLE}, asked.slug as "askedFor"
  from unnest($1::text[]) as asked (slug), ${PAPER_TABLES} where p.id = paper_with_slug(asked.slug)`);

/** Also by the slug of a paper that became part of another one, which is answered. */
export const paperBySlug = defineLoader<string, Paper>(async (sql, slugs) => {
  const papers = await instancesOf<Paper, { askedFor: string }>(Paper, sql, BY_SLUG, [slugs]);
  return inOrderOf(slugs, papers, (paper) => paper.askedFor);
});

defineRowNode('Paper', (context, key) => paperById(context).load(key));
