import { Args, Ctx, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { hydrate, isAnyOf, rowsOf } from '../db/sql';
import { connectionOf, Edge, edgeOf } from '../paging/connection';
import type { Context } from '../graphql/context';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineRowNode } from '../graphql/node';
import { PageArguments } from '../graphql/page';
import { defineRelationField } from '../paging/relation-field';
import { AccessToken } from './access-token.entity';
import { User } from '../users/user.entity';

const TOKEN_COLUMNS = `
  t.id as "rowId", t.user_id as "userId", t.name, t.scopes, t.created_at as "createdAt",
  t.expires_at as "expiresAt", t.revoked_at as "revokedAt"`;

@ObjectType({ simpleResolvers: true, description: 'One of the access tokens of a person.' })
export class UserAccessTokenEdge extends edgeOf(AccessToken, 'The access token.') {}

@ObjectType({
  simpleResolvers: true,
  description: 'The access tokens of a person, newest first, revoked and expired ones included.',
})
export class UserAccessTokenConnection extends connectionOf(UserAccessTokenEdge, AccessToken) {}

const accessTokensOfUser = defineRelationField<AccessToken, Edge<AccessToken>>({
  name: 'User.accessTokens',
  relation: {
    select: TOKEN_COLUMNS,
    from: 'access_tokens t',
    parent: 't.user_id',
    parentType: 'integer',
    keyset: { keys: [{ sql: 't.id', type: 'integer' }], direction: 'DESC' },
  },
  sortValuesOf: (row) => [row.rowId],
  edgeOf: (row, cursor) => new UserAccessTokenEdge(hydrate(AccessToken, row), ...cursor),
});

const accessTokenCountOfUser = defineLoader<number, number>(async ({ database }, userIds) => {
  const rows = await rowsOf<{ userId: number; count: number }>(
    database.pool,
    `select user_id as "userId", count(*) as count from access_tokens where user_id ${isAnyOf('$1', 'integer')} group by user_id`,
    [userIds],
  );
  return inOrderOf(userIds, rows, (row) => row.userId).map((row) => row?.count ?? 0);
});

const accessTokenById = defineLoader<number, AccessToken>(async ({ database }, ids) => {
  const rows = await rowsOf(
    database.pool,
    `select ${TOKEN_COLUMNS} from access_tokens t where t.id ${isAnyOf('$1', 'integer')}`,
    [ids],
  );
  return inOrderOf(
    ids,
    rows.map((row) => hydrate(AccessToken, row)),
    (token) => token.rowId,
  );
});

// A token can be looked up by its owner alone: to everybody else it is as if it did not exist.
defineRowNode('AccessToken', async (context, key) => {
  const token = await accessTokenById(context).load(key);
  return token && token.userId === context.viewer?.userId ? token : null;
});

@Resolver(() => User)
export class AccessTokenResolver {
  @FieldResolver(() => UserAccessTokenConnection, {
    nullable: true,
    description:
      'The access tokens that this person made, newest first; 20 a page, at most 100. For themselves alone: null to everybody else.',
  })
  async accessTokens(
    @Root() user: User,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<UserAccessTokenConnection | null> {
    if (context.viewer?.userId !== user.rowId) return null;
    const page = await accessTokensOfUser(context, user.rowId, args);
    return new UserAccessTokenConnection(page, async () => ({
      count: (await accessTokenCountOfUser(context).load(user.rowId)) ?? 0,
    }));
  }
}
