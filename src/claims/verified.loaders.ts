import { instancesOf, isAnyOf, prepared, rowsOf } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { User } from '../users/user.entity';
import { USER_COLUMNS } from '../users/user.loaders';
import { columnsOf, pairOf } from './pair';
import { isVerifiedAuthor } from './verified-author';

const VERIFIED_USERS = prepared(`
  select c.paper_id as "paperId", c.author_id as "authorId", ${USER_COLUMNS}
  from unnest($1::integer[], $2::integer[]) as key(paper_id, author_id)
  join authorship_claims c on c.paper_id = key.paper_id and c.author_id = key.author_id and c.state = 'VERIFIED'
  join users u on u.id = c.user_id`);

interface AuthorshipKey {
  paperId: number;
  authorId: number;
}

/** By paper and author: who was verified. */
export const verifiedUserByAuthor = defineLoader<string, User>(async (sql, pairs) => {
  const columns = columnsOf(pairs);
  const users = await instancesOf<User, AuthorshipKey>(User, sql, VERIFIED_USERS, columns);
  return inOrderOf(pairs, users, ({ paperId, authorId }) => pairOf(paperId, authorId));
});

/** An author by name may be several people. Where more than one of them was verified, the author is nobody's. */
const CLAIMED_BY = prepared(`
  select author.id as "authorId", ${USER_COLUMNS} from unnest($1::integer[]) as author(id)
  cross join lateral (
    select min(c.user_id) as user_id from authorship_claims c
    join authorships a on a.paper_id = c.paper_id and a.author_id = c.author_id
    where c.author_id = author.id and c.state = 'VERIFIED' having count(distinct c.user_id) = 1
  ) claimant join users u on u.id = claimant.user_id`);

export const claimantOfAuthor = defineLoader<number, User>(async (sql, authorIds) => {
  const users = await instancesOf<User, { authorId: number }>(User, sql, CLAIMED_BY, [authorIds]);
  return inOrderOf(authorIds, users, (user) => user.authorId);
});

const VERIFIED_COUNTS = prepared(`
  select c.user_id as "userId", count(*) from authorship_claims c
  join authorships a on a.paper_id = c.paper_id and a.author_id = c.author_id
  where c.user_id ${isAnyOf('$1', 'integer')} and c.state = 'VERIFIED' group by c.user_id`);

export const verifiedCountOfUser = defineLoader<number, number>(async (sql, userIds) => {
  const rows = await rowsOf<{ userId: number; count: number }>(sql, VERIFIED_COUNTS, [userIds]);
  return inOrderOf(userIds, rows, (row) => row.userId).map((row) => row?.count ?? 0);
});

const BY_AUTHORS = prepared(`
  select key.paper_id as "paperId", key.user_id as "userId"
  from unnest($1::integer[], $2::integer[]) as key(paper_id, user_id)
  where ${isVerifiedAuthor('key.paper_id', 'key.user_id')}`);

/** By paper and person: whether the person was verified as one of its authors. */
export const isAuthorOfPaper = defineLoader<string, boolean>(async (sql, pairs) => {
  const rows = await rowsOf<{ paperId: number; userId: number }>(sql, BY_AUTHORS, columnsOf(pairs));
  const authors = new Set(rows.map(({ paperId, userId }) => pairOf(paperId, userId)));
  return pairs.map((pair) => authors.has(pair));
});
