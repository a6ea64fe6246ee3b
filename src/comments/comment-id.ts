import type { Context } from '../graphql/context';
import { forgetLoaded } from '../graphql/loader';
import { rowKeyOf } from '../graphql/node';
import { notFound } from '../graphql/user-error';
import type { Comment } from './comment.entity';
import { commentById } from './comment.loaders';

/** The key in the id of a comment; refused where it cannot be one. */
export function commentKeyOf(id: string): number {
  const key = rowKeyOf('Comment', id);
  if (key === null) throw notFound('commentId', 'comment', id);
  return key;
}

/** Changes the comment with an id, and answers it as it is then; `change` is false where there is none. */
export async function changedComment(
  context: Context,
  id: string,
  change: (commentId: number) => Promise<boolean>,
): Promise<Comment> {
  const key = commentKeyOf(id);
  const isFound = await change(key);
  forgetLoaded(context);
  const comment = isFound ? await commentById(context).load(key) : null;
  if (comment) return comment;
  throw notFound('commentId', 'comment', id);
}
