import { Ctx, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';
import { instancesOf, isAnyOf, prepared } from '../../db/sql';
import type { Context } from '../../graphql/context';
import { defineLoader } from '../../graphql/loader';
import { groupBy } from '../../lib/group-by';
import { User } from '../../users/user.entity';
import { USER_COLUMNS } from '../../users/user.loaders';
import { Comment } from '../comment.entity';
import { MAX_MENTIONS } from '../markdown/markdown';

const MENTIONED = prepared(`
  select m.comment_id as "commentId", ${USER_COLUMNS}
  from comment_mentions m join comments c on c.id = m.comment_id and c.state = 'VISIBLE' join users u on u.id = m.user_id
  where m.comment_id ${isAnyOf('$1', 'integer')} order by m.comment_id, m.position`);

const mentionsOfComment = defineLoader<number, User[]>(async (sql, commentIds) => {
  const users = await instancesOf<User, { commentId: number }>(User, sql, MENTIONED, [commentIds]);
  const byComment = groupBy(users, (user) => user.commentId);
  return commentIds.map((id) => byComment.get(id) ?? []);
});

@Resolver(() => Comment)
export class CommentMentionsResolver {
  @Extensions({ listSize: MAX_MENTIONS })
  @FieldResolver(() => [User], {
    description: `The people whom the text mentions by \`@\` and their handle of the time at which it was written, in the order of the text, at most ${MAX_MENTIONS}; none for one that is deleted or hidden.`,
  })
  async mentions(@Root() comment: Comment, @Ctx() context: Context): Promise<User[]> {
    return (await mentionsOfComment(context).load(comment.rowId)) ?? [];
  }
}
