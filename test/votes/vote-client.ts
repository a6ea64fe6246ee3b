import type { Answer, TestServer } from '../support/test-server';

export interface VoteAnswer {
  paper: { id: string; upvoteCount: number; importedUpvoteCount: number; viewerHasUpvoted: boolean } | null;
  userErrors: { code: string; message: string; path: string[] }[];
}

export type VoteMutation = 'upvotePaper' | 'removePaperUpvote';

export const VOTE_PAYLOAD =
  '{ paper { id upvoteCount importedUpvoteCount viewerHasUpvoted } userErrors { code message path } }';

export function voteMutation(mutation: VoteMutation): string {
  const inputType = mutation === 'upvotePaper' ? 'UpvotePaperInput' : 'RemovePaperUpvoteInput';
  return `mutation ($input: ${inputType}!) { answer: ${mutation}(input: $input) ${VOTE_PAYLOAD} }`;
}

/** Votes or takes a vote back as a client would. */
export function vote(
  server: Pick<TestServer, 'ask'>,
  mutation: VoteMutation,
  paperId: string,
  token?: string,
): Promise<Answer<{ answer: VoteAnswer | null }>> {
  return server.ask(voteMutation(mutation), { input: { paperId } }, token);
}
