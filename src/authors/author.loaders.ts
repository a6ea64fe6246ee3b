import { hydrate, instancesOf, isAnyOf, prepared } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineRowNode } from '../graphql/node';
import { Author } from './author.entity';

/** The columns of an author under the alias `author`, by property name. */
export const AUTHOR_COLUMNS = 'author.id as "rowId", author.name, author.orcid, author.paper_count as "paperCount"';

export const authorFromRow = (row: object): Author => hydrate(Author, row);

const BY_ID = prepared(`select ${AUTHOR_COLUMNS} from authors author where author.id ${isAnyOf('$1', 'integer')}`);
const BY_ORCID = prepared(`select ${AUTHOR_COLUMNS} from authors author where author.orcid ${isAnyOf('$1', 'text')}`);

export const authorById = defineLoader<number, Author>(async (sql, ids) => {
  return inOrderOf(ids, await instancesOf(Author, sql, BY_ID, [ids]), (author) => author.rowId);
});

export const authorByOrcid = defineLoader<string, Author>(async (sql, orcids) => {
  const authors = await instancesOf(Author, sql, BY_ORCID, [orcids]);
  return inOrderOf<string | null, Author>(orcids, authors, (author) => author.orcid);
});

defineRowNode('Author', (context, key) => authorById(context).load(key));
