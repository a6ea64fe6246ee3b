import { pick } from '../../bench/random.mjs';
import { commentRequest, READS, voteRequest } from './requests.mjs';

/**
 * Somebody who sends requests: `request()` is what to send now, the same again until it was acknowledged, and
 * `accept(answer)` takes what the mutation or query answered, and answers a sentence where that is not what was asked for.
 */

/**
 * Votes and takes votes back, for one paper after the other: until they come to a paper again, whatever they sent for
 * it before has long come to an end, answered or not.
 */
export function voter({ id, token }, papers, random, ledger) {
  let at = pick(random, papers.length);
  let intent = null;
  return {
    isOwed: () => intent !== null,
    request() {
      intent ??= { userId: id, paper: papers[at++ % papers.length], isCast: random() < 0.6, token };
      return voteRequest(intent);
    },
    accept(answer) {
      if (answer?.paper?.viewerHasUpvoted !== intent.isCast) return 'A vote was answered as if it were not there.';
      ledger.acknowledgeVote(intent);
      intent = null;
    },
  };
}

/** Comments, each with a key. */
export function writer({ id, token }, papers, random, ledger) {
  let number = 0;
  let intent = null;
  return {
    isOwed: () => intent !== null,
    request() {
      const key = `${ledger.name}-${id}-${number}`;
      intent ??= { paper: papers[pick(random, papers.length)], body: `Comment ${key}`, key, token };
      return commentRequest(intent);
    },
    accept(answer) {
      if (answer?.comment?.body !== intent.body) return 'A comment was answered as if it were not there.';
      ledger.acknowledgeComment(intent, answer.comment.id);
      intent = null;
      number++;
    },
  };
}

/** Reads, in nobody's name. */
export function reader(_person, papers, random) {
  let turn = pick(random, READS.length);
  return {
    isOwed: () => false,
    request: () => READS[turn++ % READS.length](papers[pick(random, papers.length)]),
    accept: (answer) => (answer === null ? 'A list was answered with nothing.' : undefined),
  };
}
