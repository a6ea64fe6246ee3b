import { hydrate, instancesOf, prepared } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineNode, parseRowKey } from '../graphql/node';
import { Authorship } from './authorship.entity';

/** The columns of an authorship under the alias `a`, by property name. */
export const AUTHORSHIP_COLUMNS = `
  a.paper_id as "paperId", a.position, a.author_id as "authorId", a.name_as_printed as "nameAsPrinted", a.affiliation`;

export const authorshipFromRow = (row: object): Authorship => hydrate(Authorship, row);

const BY_KEY = prepared(`
  select ${AUTHORSHIP_COLUMNS}
  from unnest($1::integer[], $2::integer[]) as key(paper_id, position)
  join authorships a on a.paper_id = key.paper_id and a.position = key.position`);

/** By `paper.position`, as in the global id. */
const authorshipByKey = defineLoader<string, Authorship>(async (sql, keys) => {
  const parts = keys.map((key) => key.split('.'));
  const columns = [parts.map(([paper]) => paper), parts.map(([, position]) => position)];
  return inOrderOf(keys, await instancesOf(Authorship, sql, BY_KEY, columns), (authorship) => authorship.nodeKey);
});

defineNode('Authorship', async (context, key) => {
  return parseAuthorshipKey(key) && authorshipByKey(context).load(key);
});

/** Takes `paper.position` apart; null where it is something else. */
export function parseAuthorshipKey(key: string): { paperId: number; position: number } | null {
  const [paperId, position, ...rest] = key.split('.').map(parseRowKey);
  return paperId && position && rest.length === 0 ? { paperId, position } : null;
}
