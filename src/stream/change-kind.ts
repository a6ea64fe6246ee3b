import { registerEnumType } from 'type-graphql';
import type { ChangeKind } from '../changes/record-change';

const DESCRIPTIONS: Record<ChangeKind, string> = {
  PAPER_ADDED: 'A paper came from a source.',
  PAPER_CHANGED: 'The metadata, links, imported counts or place of a paper are others now.',
  PAPER_MERGED:
    'Two papers turned out to be one: the subject is gone, and `mergedInto` has its comments, links, claims and listing, and its votes, of which each person keeps one, the earlier. A mirror drops the one and reads the other again.',
  PAPER_LISTED: 'A paper stands on an edition now.',
  PAPER_UPVOTED: 'Somebody voted for a paper.',
  PAPER_UPVOTE_REMOVED: 'A vote for a paper was taken back, or went with its person.',
  SUBMISSION_ADDED: 'Somebody submitted a paper.',
  SUBMISSION_REJECTED: 'A submission was turned down, or taken off its edition by a moderator.',
  SUBMISSION_WITHDRAWN: 'A submission was taken back by who made it.',
  COMMENT_ADDED: 'Somebody commented on a paper.',
  COMMENT_EDITED: 'A comment has another text.',
  COMMENT_DELETED: 'A comment was deleted; where it had replies, a stub of it stays.',
  COMMENT_HIDDEN: 'A moderator hid a comment.',
  COMMENT_UNHIDDEN: 'A moderator showed a hidden comment again.',
  COMMENT_UPVOTED: 'Somebody voted for a comment.',
  COMMENT_UPVOTE_REMOVED: 'A vote for a comment was taken back, or went with its person.',
  AUTHORSHIP_VERIFIED: 'A person was verified to have written a paper.',
  AUTHORSHIP_VERIFICATION_REMOVED: 'A person no longer counts as an author of a paper.',
  USER_CHANGED: 'A person has another handle, name or picture.',
  USER_SUSPENDED: 'A person may only read for a time.',
  USER_UNSUSPENDED: 'A person may write again.',
  USER_DELETED: 'A person left.',
};

/** The kinds as an enum of the schema: each name is its own value. */
export const ChangeKinds = Object.fromEntries(Object.keys(DESCRIPTIONS).map((kind) => [kind, kind]));

registerEnumType(ChangeKinds, {
  name: 'ChangeKind',
  description: 'What happened. New kinds may be added: treat one that you do not know as none of your business.',
  valuesConfig: Object.fromEntries(Object.entries(DESCRIPTIONS).map(([kind, description]) => [kind, { description }])),
});
