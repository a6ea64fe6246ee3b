import { Args, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Author } from '../authors/author.entity';
import { Authorship } from '../authorships/authorship.entity';
import { AUTHORSHIP_COLUMNS } from '../authorships/authorship.loaders';
import { Comment, CommentState } from '../comments/comment.entity';
import type { Context } from '../graphql/context';
import { PageArguments } from '../graphql/page';
import { DateTime } from '../graphql/scalars';
import { connectionOf, edgeOf } from '../paging/connection';
import { defineRelationField } from '../paging/relation-field';
import { User } from '../users/user.entity';
import { pairOf } from './pair';
import { claimantOfAuthor, isAuthorOfPaper, verifiedCountOfUser, verifiedUserByAuthor } from './verified.loaders';

interface VerifiedRow extends Authorship {
  claimId: number;
  verifiedAt: Date;
}

@ObjectType({ simpleResolvers: true, description: 'An authorship that a person was verified for.' })
export class UserVerifiedAuthorshipEdge extends edgeOf(Authorship, 'The authorship.') {
  @Field(() => DateTime, { description: 'When a moderator verified it.' })
  verifiedAt!: Date;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The authorships that a person was verified for, newest claim first.',
})
export class UserVerifiedAuthorshipConnection extends connectionOf(UserVerifiedAuthorshipEdge, Authorship) {}

const verifiedAuthorshipsOfUser = defineRelationField<VerifiedRow, UserVerifiedAuthorshipEdge>({
  name: 'User.verifiedAuthorships',
  relation: {
    of: Authorship,
    select: `${AUTHORSHIP_COLUMNS}, c.id as "claimId", c.verified_at as "verifiedAt"`,
    from: `(select * from authorship_claims where state = 'VERIFIED') c
      join authorships a on a.paper_id = c.paper_id and a.author_id = c.author_id`,
    parent: 'c.user_id',
    parentType: 'integer',
    keyset: { keys: [{ sql: 'c.id', type: 'integer' }], direction: 'DESC' },
  },
  sortValuesOf: (row) => [row.claimId],
  edgeOf: (row, cursor) =>
    Object.assign(new UserVerifiedAuthorshipEdge(row, ...cursor), { verifiedAt: row.verifiedAt }),
});

@Resolver(() => Authorship)
export class VerifiedAuthorshipResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: 'The person who a moderator verified to be this author of this paper; null where nobody was.',
  })
  verifiedUser(@Root() { paperId, authorId }: Authorship, @Ctx() context: Context): Promise<User | null> {
    return verifiedUserByAuthor(context).load(pairOf(paperId, authorId));
  }
}

@Resolver(() => Author)
export class ClaimedAuthorResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description:
      'The person who was verified for one or more of the authorships of this author; null where nobody was, and where several people were, who then share the name.',
  })
  claimedBy(@Root() author: Author, @Ctx() context: Context): Promise<User | null> {
    return claimantOfAuthor(context).load(author.rowId);
  }
}

@Resolver(() => User)
export class UserVerifiedAuthorshipsResolver {
  @FieldResolver(() => UserVerifiedAuthorshipConnection, {
    description:
      'The authorships that moderators verified this person for, newest claim first; 20 a page, at most 100.',
  })
  async verifiedAuthorships(
    @Root() user: User,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<UserVerifiedAuthorshipConnection> {
    const page = await verifiedAuthorshipsOfUser(context, user.rowId, args);
    return new UserVerifiedAuthorshipConnection(page, async () => ({
      count: (await verifiedCountOfUser(context).load(user.rowId)) ?? 0,
    }));
  }
}

@Resolver(() => Comment)
export class CommentByAuthorResolver {
  @FieldResolver(() => Boolean, {
    description:
      'Whether whoever wrote it was verified as an author of the paper, as it stands now; false for a stub, which tells nothing of its author.',
  })
  async isByAuthor(@Root() comment: Comment, @Ctx() context: Context): Promise<boolean> {
    if (comment.state !== CommentState.VISIBLE || comment.authorId === null) return false;
    return (await isAuthorOfPaper(context).load(pairOf(comment.paperId, comment.authorId))) === true;
  }
}
