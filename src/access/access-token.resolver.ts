import { Args, Ctx, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { connectionOf, Edge, edgeOf } from '../paging/connection';
import type { Context } from '../graphql/context';
import { PageArguments } from '../graphql/page';
import { defineRelationField } from '../paging/relation-field';
import { AccessToken } from './access-token.entity';
import { accessTokenCountOfUser, TOKEN_COLUMNS } from './access-token.loaders';
import { User } from '../users/user.entity';

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
    of: AccessToken,
    select: TOKEN_COLUMNS,
    from: 'access_tokens t',
    parent: 't.user_id',
    parentType: 'integer',
    keyset: { keys: [{ sql: 't.id', type: 'integer' }], direction: 'DESC' },
  },
  sortValuesOf: (row) => [row.rowId],
  edgeOf: (row, cursor) => new UserAccessTokenEdge(row, ...cursor),
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
