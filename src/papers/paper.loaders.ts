import { isAnyOf, prepared, rowsOf } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineRowNode } from '../graphql/node';
import type { Paper } from './paper.entity';
import { byPaperDetail, PAPER_COLUMNS, PAPER_TABLES } from './paper-columns';
import { paperFromRow } from './papers.query';

/** The loader of papers by one of their unique columns. */
function paperBy<Key extends number | string>(
  column: string,
  type: 'integer' | 'text',
  keyOf: (paper: Paper) => Key | null,
  columns = PAPER_COLUMNS.WHOLE,
) {
  const statement = prepared(`select ${columns} from ${PAPER_TABLES} where p.${column} ${isAnyOf('$1', type)}`);
  return defineLoader<Key, Paper>(async (sql, keys) => {
    const rows = await rowsOf(sql, statement, [keys]);
    return inOrderOf<Key | null, Paper>(keys, rows.map(paperFromRow), keyOf);
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
  const rows = await rowsOf<{ askedFor: string }>(sql, BY_SLUG, [slugs]);
  const papers = new Map(rows.map(({ askedFor, ...row }) => [askedFor, paperFromRow(row)]));
  return slugs.map((slug) => papers.get(slug) ?? null);
});

defineRowNode('Paper', (context, key) => paperById(context).load(key));
