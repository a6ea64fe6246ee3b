/** All that was acknowledged, and so must be in the database, once. */
export class Ledger {
  /** Who holds a vote for which paper now: "user paper". */
  votes = new Set();
  /** The changes that each of these went through. */
  steps = new Map();
  /** Ids of comments by their text, which holds their key. */
  comments = new Map();
  acknowledged = 0;

  /** `name` tells the comments of this run from others. */
  constructor(name) {
    this.name = name;
  }

  acknowledgeVote({ userId, paper, isCast }) {
    this.acknowledged++;
    const vote = `${userId} ${paper}`;
    if (this.votes.has(vote) === isCast) return;
    if (isCast) this.votes.add(vote);
    else this.votes.delete(vote);
    const kind = isCast ? 'PAPER_UPVOTED' : 'PAPER_UPVOTE_REMOVED';
    this.steps.set(vote, [...(this.steps.get(vote) ?? []), kind]);
  }

  acknowledgeComment({ body }, id) {
    this.acknowledged++;
    this.comments.set(body, id);
  }
}
