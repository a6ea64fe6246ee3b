import { asPost } from '../requests/plain-http.mjs';

/** So many people do it, each on a paper of their own. */
const SETTLERS = 12;

const BEGIN = `mutation ($paper: ID!, $authorship: ID!) {
  upvotePaper(input: { paperId: $paper }) { paper { id } }
  said: addComment(input: { paperId: $paper, body: "Well said, @person-1." }) { comment { id } }
  claimed: claimAuthorship(input: { authorshipId: $authorship, evidence: "My address is on it." }) { claim { id } }
}`;
const GO_ON = `mutation ($paper: ID!, $comment: ID!) {
  addComment(input: { paperId: $paper, parentId: $comment, body: "And yet." }) { comment { id } }
  editComment(input: { commentId: $comment, body: "Said otherwise." }) { comment { id } }
  upvoteComment(input: { commentId: $comment }) { comment { id } }
}`;
const REVIEW = `mutation ($claim: ID!) {
  reviewClaim(input: { claimId: $claim, decision: VERIFY, reason: "The address is on it." }) { claim { id } }
}`;

/** What requests at random hardly ever get right, as it takes the same person twice: replies, edits, verified claims. */
export async function settle(send, people) {
  const ask = async (token, query, variables) => {
    const { text } = await send(asPost({ query, variables }, token));
    const { data, errors } = JSON.parse(text);
    if (errors) throw new Error(`The people could not settle: ${text}`);
    return data;
  };
  const reviewer = people.at(-1)?.token;
  for (const [index, { token }] of people.slice(0, SETTLERS).entries()) {
    const paper = idOf('Paper', index + 1);
    const begun = await ask(token, BEGIN, { paper, authorship: idOf('Authorship', `${index + 1}.1`) });
    await ask(token, GO_ON, { paper, comment: begun.said.comment.id });
    await ask(reviewer, REVIEW, { claim: begun.claimed.claim.id });
  }
}

function idOf(type, key) {
  return Buffer.from(`${type}:${key}`).toString('base64url');
}
