import { hydrate, instancesOf, isAnyOf, prepared } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineRowNode } from '../graphql/node';
import { User } from './user.entity';

/** The columns of a user under the alias `u`, by property name. */
export const USER_COLUMNS = `
  u.id as "rowId", u.handle, u.name, u.avatar_url as "avatarUrl", u.role, u.upvote_count as "upvoteCount",
  u.comment_count as "commentCount", u.submission_count as "submissionCount"`;

export const userFromRow = (row: object): User => hydrate(User, row);

const BY_ID = prepared(`select ${USER_COLUMNS} from users u where u.id ${isAnyOf('$1', 'integer')}`);
const BY_HANDLE = prepared(`select ${USER_COLUMNS} from users u where u.handle ${isAnyOf('$1', 'text')}`);

export const userById = defineLoader<number, User>(async (sql, ids) => {
  return inOrderOf(ids, await instancesOf(User, sql, BY_ID, [ids]), (user) => user.rowId);
});

export const userByHandle = defineLoader<string, User>(async (sql, handles) => {
  return inOrderOf(handles, await instancesOf(User, sql, BY_HANDLE, [handles]), (user) => user.handle);
});

defineRowNode('User', (context, key) => userById(context).load(key));
