import { Args, Ctx, ObjectType, Query, Resolver } from 'type-graphql';
import { Comment } from '../comments/comment.entity';
import type { Context } from '../graphql/context';
import { PageArguments } from '../graphql/page';
import { requireScope } from '../graphql/viewer';
import { connectionOf, edgeOf } from '../paging/connection';
import { keysetRequest, listFingerprint } from '../paging/cursor';
import {
  countNewcomerComments,
  NEW_BELOW_COMMENTS,
  NEW_FOR_DAYS,
  selectNewcomerComments,
  SHOWN_FOR_DAYS,
} from './newcomer-comments.query';

@ObjectType({ simpleResolvers: true, description: 'A comment of somebody who is new here.' })
export class NewcomerCommentEdge extends edgeOf(Comment, 'The comment.') {}

@ObjectType({ simpleResolvers: true, description: 'The comments of people who are new here, newest first.' })
export class NewcomerCommentConnection extends connectionOf(NewcomerCommentEdge, Comment) {}

@Resolver()
export class NewcomerCommentsResolver {
  @Query(() => NewcomerCommentConnection, {
    nullable: true,
    description: `The comments of the last ${SHOWN_FOR_DAYS} days that everybody can read and that new people wrote, newest first: whose account is younger than ${NEW_FOR_DAYS} days, or who have fewer than ${NEW_BELOW_COMMENTS} comments that can be read. 20 a page, at most 100. For moderators with the scope \`moderate\`, to everybody else \`FORBIDDEN\`.`,
  })
  async newcomerComments(
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() context: Context,
  ): Promise<NewcomerCommentConnection> {
    requireScope(context.viewer, 'moderate');
    const { pool } = context.database;
    const fingerprint = () => listFingerprint('Query.newcomerComments');
    const request = keysetRequest(args, ['timestamptz', 'integer'], fingerprint);
    const { rows, ...flags } = await selectNewcomerComments(pool, request);
    const edges = rows.map((comment) => {
      return new NewcomerCommentEdge(comment, fingerprint, [comment.createdAt.toISOString(), comment.rowId]);
    });
    return new NewcomerCommentConnection({ ...flags, edges }, () => countNewcomerComments(pool));
  }
}
