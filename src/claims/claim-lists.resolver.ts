import { Args, ArgsType, Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Authorship } from '../authorships/authorship.entity';
import { isAnyOf, prepared, rowsOf } from '../db/sql';
import type { Context } from '../graphql/context';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { PageArguments } from '../graphql/page';
import { hasScope, requireScope } from '../graphql/viewer';
import { connectionOf, edgeOf } from '../paging/connection';
import { keysetRequest, listFingerprint } from '../paging/cursor';
import { defineListField, defineRelationField } from '../paging/relation-field';
import { User } from '../users/user.entity';
import { AuthorshipClaim, ClaimState } from './authorship-claim.entity';
import {
  countClaims,
  countClaimsOfAuthorships,
  NEWEST_FIRST,
  seenClaimsKey,
  selectClaims,
  selectClaimsOfAuthorships,
} from './claim-lists.query';
import { CLAIM_COLUMNS } from './claim.loaders';

@ObjectType({ simpleResolvers: true, description: 'A claim on an authorship.' })
export class AuthorshipClaimEdge extends edgeOf(AuthorshipClaim, 'The claim.') {}

@ObjectType({
  simpleResolvers: true,
  description: 'The claims on an authorship that the viewer may see, newest first.',
})
export class AuthorshipClaimConnection extends connectionOf(AuthorshipClaimEdge, AuthorshipClaim) {}

@ObjectType({ simpleResolvers: true, description: 'A claim of a person.' })
export class UserClaimEdge extends edgeOf(AuthorshipClaim, 'The claim.') {}

@ObjectType({ simpleResolvers: true, description: 'The claims of a person, newest first.' })
export class UserClaimConnection extends connectionOf(UserClaimEdge, AuthorshipClaim) {}

@ObjectType({ simpleResolvers: true, description: 'A claim of anybody.' })
export class ClaimEdge extends edgeOf(AuthorshipClaim, 'The claim.') {}

@ObjectType({ simpleResolvers: true, description: 'The claims of everybody, oldest first.' })
export class ClaimConnection extends connectionOf(ClaimEdge, AuthorshipClaim) {}

@ArgsType()
class ClaimsArguments extends PageArguments {
  @Field(() => ClaimState, { nullable: true, description: 'Only those that have come so far; all without it.' })
  state?: ClaimState | null;
}

const claimsOfAuthorship = defineListField<AuthorshipClaim, AuthorshipClaimEdge>({
  name: 'Authorship.claims',
  keyTypes: ['integer'],
  read: selectClaimsOfAuthorships,
  sortValuesOf: (row) => [row.rowId],
  edgeOf: (row, cursor) => new AuthorshipClaimEdge(row, ...cursor),
});

const claimCountOfAuthorship = defineLoader<string, number>(async (sql, keys) => {
  const counts = await countClaimsOfAuthorships(sql, keys);
  return keys.map((key) => counts.get(key) ?? 0);
});

const claimsOfUser = defineRelationField<AuthorshipClaim, UserClaimEdge>({
  name: 'User.claims',
  relation: {
    of: AuthorshipClaim,
    select: CLAIM_COLUMNS,
    from: 'authorship_claims c',
    parent: 'c.user_id',
    parentType: 'integer',
    keyset: NEWEST_FIRST,
  },
  sortValuesOf: (row) => [row.rowId],
  edgeOf: (row, cursor) => new UserClaimEdge(row, ...cursor),
});

const COUNTS_OF_USERS = prepared(`
  select user_id as "userId", count(*) from authorship_claims where user_id ${isAnyOf('$1', 'integer')} group by user_id`);

const claimCountOfUser = defineLoader<number, number>(async (sql, userIds) => {
  const rows = await rowsOf<{ userId: number; count: number }>(sql, COUNTS_OF_USERS, [userIds]);
  return inOrderOf(userIds, rows, (row) => row.userId).map((row) => row?.count ?? 0);
});

@Resolver(() => Authorship)
export class AuthorshipClaimsResolver {
  @FieldResolver(() => AuthorshipClaimConnection, {
    description:
      'The claims on this authorship, newest first; 20 a page, at most 100. Everybody sees the verified one, claimants their own besides, moderators with the scope `moderate` all.',
  })
  async claims(
    @Root() { paperId, authorId }: Authorship,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<AuthorshipClaimConnection> {
    const seenBy = hasScope(context.viewer, 'moderate') ? null : (context.viewer?.userId ?? 0);
    const key = seenClaimsKey({ paperId, authorId, seenBy });
    const page = await claimsOfAuthorship(context, key, args);
    return new AuthorshipClaimConnection(page, async () => ({
      count: (await claimCountOfAuthorship(context).load(key)) ?? 0,
    }));
  }
}

@Resolver(() => User)
export class UserClaimsResolver {
  @FieldResolver(() => UserClaimConnection, {
    nullable: true,
    description:
      'The authorships that this person claims or claimed, newest claim first; 20 a page, at most 100. For themselves alone: null to everybody else.',
  })
  async claims(
    @Root() user: User,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<UserClaimConnection | null> {
    if (context.viewer?.userId !== user.rowId) return null;
    const page = await claimsOfUser(context, user.rowId, args);
    return new UserClaimConnection(page, async () => ({
      count: (await claimCountOfUser(context).load(user.rowId)) ?? 0,
    }));
  }
}

@Resolver()
export class ClaimsResolver {
  @Query(() => ClaimConnection, {
    nullable: true,
    description:
      'The claims of everybody, oldest first, so that whoever waits longest comes first; 20 a page, at most 100. For moderators with the scope `moderate`, to everybody else `FORBIDDEN`.',
  })
  async claims(@Args(() => ClaimsArguments) args: ClaimsArguments, @Ctx() context: Context): Promise<ClaimConnection> {
    requireScope(context.viewer, 'moderate');
    const { pool } = context.database;
    const state = args.state ?? null;
    const fingerprint = () => listFingerprint('Query.claims', state);
    const request = keysetRequest(args, ['integer'], fingerprint);
    const { rows, ...flags } = await selectClaims(pool, state, request);
    const edges = rows.map((claim) => new ClaimEdge(claim, fingerprint, [claim.rowId]));
    return new ClaimConnection({ ...flags, edges }, () => countClaims(pool, state));
  }
}
