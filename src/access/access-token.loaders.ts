import { instancesOf, isAnyOf, rowsOf } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineRowNode } from '../graphql/node';
import { AccessToken } from './access-token.entity';

/** The columns of an access token under the alias `t`, by property name. */
export const TOKEN_COLUMNS = `
  t.id as "rowId", t.user_id as "userId", t.name, t.scopes, t.created_at as "createdAt",
  t.expires_at as "expiresAt", t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt"`;

export const accessTokenCountOfUser = defineLoader<number, number>(async (sql, userIds) => {
  const rows = await rowsOf<{ userId: number; count: number }>(
    sql,
    `select user_id as "userId", count(*) as count from access_tokens where user_id ${isAnyOf('$1', 'integer')} group by user_id`,
    [userIds],
  );
  return inOrderOf(userIds, rows, (row) => row.userId).map((row) => row?.count ?? 0);
});

/** Whosever it is: who may see it is for the caller to know. */
export const accessTokenById = defineLoader<number, AccessToken>(async (sql, ids) => {
  const text = `select ${TOKEN_COLUMNS} from access_tokens t where t.id ${isAnyOf('$1', 'integer')}`;
  return inOrderOf(ids, await instancesOf(AccessToken, sql, text, [ids]), (token) => token.rowId);
});

// A token can be looked up by its owner alone: to everybody else it is as if it did not exist.
defineRowNode('AccessToken', async (context, key) => {
  const token = await accessTokenById(context).load(key);
  return token && token.userId === context.viewer?.userId ? token : null;
});
