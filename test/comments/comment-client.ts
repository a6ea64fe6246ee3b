import type { Answer, TestServer } from '../support/test-server';

export interface CommentAnswer {
  comment: {
    id: string;
    body: string | null;
    state: string;
    depth: number;
    upvoteCount: number;
    editedAt: string | null;
    hiddenReason: string | null;
    viewerHasUpvoted: boolean;
    viewerCanEdit: boolean;
    viewerCanDelete: boolean;
    author: { handle: string } | null;
  } | null;
  deletedId?: string | null;
  commentEdge?: { cursor: string; node: { id: string } } | null;
  paper?: { id: string; commentCount: number } | null;
  userErrors: { code: string; message: string; path: string[] | null }[];
}

const COMMENT =
  'comment { id body state depth upvoteCount editedAt hiddenReason viewerHasUpvoted viewerCanEdit viewerCanDelete author { handle } }';
const PAPER = 'paper { id commentCount }';
const MORE: Record<string, string> = {
  addComment: `commentEdge { cursor node { id } } ${PAPER}`,
  deleteComment: `deletedId ${PAPER}`,
};

/** Runs a mutation of comments as a client would. */
export async function sendComment(
  server: Pick<TestServer, 'ask'>,
  mutation: string,
  input: object,
  token?: string,
): Promise<Answer<{ answer: CommentAnswer | null }>> {
  const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${inputType}!) {
    answer: ${mutation}(input: $input) { ${COMMENT} ${MORE[mutation] ?? ''} userErrors { code message path } }
  }`;
  return server.ask(query, { input }, token);
}

/** As `sendComment`, for one that is not refused at the top. */
export async function answerTo(...args: Parameters<typeof sendComment>): Promise<CommentAnswer> {
  const { data, errors } = await sendComment(...args);
  expect(errors).toBeUndefined();
  return data?.answer as CommentAnswer;
}
