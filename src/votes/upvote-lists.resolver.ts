import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Field, FieldResolver, Info, ObjectType, Resolver, Root } from 'type-graphql';
import { connectionOf, edgeOf } from '../paging/connection';
import type { Context } from '../graphql/context';
import { PageArguments } from '../graphql/page';
import { defineRelationField } from '../paging/relation-field';
import { DateTime } from '../graphql/scalars';
import { Paper } from '../papers/paper.entity';
import { byPaperDetail, PAPER_TABLES, paperDetail } from '../papers/paper-columns';
import { User } from '../users/user.entity';
import { USER_COLUMNS } from '../users/user.loaders';
import { viewerVoteOn } from './upvote.loaders';

/** Who voted, or what for, and when. */
type Voted<Item> = Item & { votedAt: Date };

@ObjectType({ simpleResolvers: true, description: 'An upvote of a paper.' })
export class PaperUpvoteEdge extends edgeOf(User, 'Who voted.') {
  @Field(() => DateTime, { description: 'When the vote was given.' })
  votedAt!: Date;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'The upvotes that people gave a paper here, newest first. Imported ones have no names and are not among them.',
})
export class PaperUpvoteConnection extends connectionOf(PaperUpvoteEdge, User) {}

@ObjectType({ simpleResolvers: true, description: 'An upvote by a person.' })
export class UserUpvoteEdge extends edgeOf(Paper, 'The paper that was voted for.') {
  @Field(() => DateTime, { description: 'When the vote was given.' })
  votedAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'The upvotes that a person gave, newest first.' })
export class UserUpvoteConnection extends connectionOf(UserUpvoteEdge, Paper) {}

const upvotesOfPaper = defineRelationField<Voted<User>, PaperUpvoteEdge>({
  name: 'Paper.upvotes',
  relation: {
    of: User,
    select: `${USER_COLUMNS}, v.voted_at as "votedAt"`,
    from: 'upvotes v join users u on u.id = v.user_id',
    parent: 'v.paper_id',
    parentType: 'integer',
    keyset: {
      keys: [
        { sql: 'v.voted_at', type: 'timestamptz' },
        { sql: 'v.user_id', type: 'integer' },
      ],
      direction: 'DESC',
    },
  },
  sortValuesOf: (row) => [row.votedAt.toISOString(), row.rowId],
  edgeOf: (row, cursor) => Object.assign(new PaperUpvoteEdge(row, ...cursor), { votedAt: row.votedAt }),
});

const upvotesOfUser = byPaperDetail((columns) =>
  defineRelationField<Voted<Paper>, UserUpvoteEdge>({
    name: 'User.upvotes',
    relation: {
      of: Paper,
      select: `${columns}, v.voted_at as "votedAt"`,
      from: `upvotes v join ${PAPER_TABLES} on p.id = v.paper_id`,
      parent: 'v.user_id',
      parentType: 'integer',
      keyset: {
        keys: [
          { sql: 'v.voted_at', type: 'timestamptz' },
          { sql: 'v.paper_id', type: 'integer' },
        ],
        direction: 'DESC',
      },
    },
    sortValuesOf: (row) => [row.votedAt.toISOString(), row.rowId],
    edgeOf: (row, cursor) => Object.assign(new UserUpvoteEdge(row, ...cursor), { votedAt: row.votedAt }),
  }),
);

@Resolver(() => Paper)
export class PaperUpvotesResolver {
  @FieldResolver(() => PaperUpvoteConnection, {
    description:
      'Who upvoted this paper here, newest first; 20 a page, at most 100. `totalCount` leaves imported votes out.',
  })
  async upvotes(
    @Root() paper: Paper,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<PaperUpvoteConnection> {
    const page = await upvotesOfPaper(context, paper.rowId, args);
    return new PaperUpvoteConnection(page, () => ({ count: paper.upvoteCount - paper.importedUpvoteCount }));
  }

  @FieldResolver(() => Boolean, { description: 'Whether the person who asks upvoted this paper; false for nobody.' })
  async viewerHasUpvoted(@Root() paper: Paper, @Ctx() context: Context): Promise<boolean> {
    return context.viewer !== null && (await viewerVoteOn(context).load(paper.rowId)) === true;
  }
}

@Resolver(() => User)
export class UserUpvotesResolver {
  @FieldResolver(() => UserUpvoteConnection, {
    description: 'What this person upvoted, newest first; 20 a page, at most 100.',
  })
  async upvotes(
    @Root() user: User,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<UserUpvoteConnection> {
    const page = await upvotesOfUser[paperDetail(info)](context, user.rowId, args);
    return new UserUpvoteConnection(page, () => ({ count: user.upvoteCount }));
  }
}
