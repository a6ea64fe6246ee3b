import { AUTHORSHIP_COLUMNS } from '../authorships/authorship.loaders';
import { Authorship } from '../authorships/authorship.entity';
import { instancesOf, isAnyOf, prepared } from '../db/sql';
import type { Context } from '../graphql/context';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { defineRowNode } from '../graphql/node';
import { hasScope } from '../graphql/viewer';
import { AuthorshipClaim, ClaimState } from './authorship-claim.entity';
import { columnsOf, pairOf } from './pair';

/** The columns of a claim under the alias `c`, by property name. */
export const CLAIM_COLUMNS = `
  c.id as "rowId", c.paper_id as "paperId", c.author_id as "authorId", c.user_id as "userId",
  c.evidence as "storedEvidence", c.state, c.created_at as "createdAt", c.verified_at as "verifiedAt",
  c.verified_by as "verifiedById", c.verified_reason as "verifiedReason", c.rejected_at as "rejectedAt",
  c.rejected_by as "rejectedById", c.rejected_reason as "rejectedReason"`;

const BY_ID = prepared(`select ${CLAIM_COLUMNS} from authorship_claims c where c.id ${isAnyOf('$1', 'integer')}`);

/** Whosever it is: who may see it is for the caller to know. */
export const claimById = defineLoader<number, AuthorshipClaim>(async (sql, ids) => {
  return inOrderOf(ids, await instancesOf(AuthorshipClaim, sql, BY_ID, [ids]), (claim) => claim.rowId);
});

const BY_AUTHOR = prepared(`
  select ${AUTHORSHIP_COLUMNS} from unnest($1::integer[], $2::integer[]) as key(paper_id, author_id)
  join authorships a on a.paper_id = key.paper_id and a.author_id = key.author_id`);

/** By paper and author: the position at which the paper names them now. */
export const authorshipByAuthor = defineLoader<string, Authorship>(async (sql, pairs) => {
  const authorships = await instancesOf(Authorship, sql, BY_AUTHOR, columnsOf(pairs));
  return inOrderOf(pairs, authorships, ({ paperId, authorId }) => pairOf(paperId, authorId));
});

/** Whether the viewer sees what is said in a claim and about it: its claimant and moderators do. */
export function seesWholeClaim({ viewer }: Context, claim: AuthorshipClaim): boolean {
  return viewer?.userId === claim.userId || hasScope(viewer, 'moderate');
}

// To others than its claimant and moderators it is as if it did not exist until it is verified.
defineRowNode('AuthorshipClaim', async (context, key) => {
  const claim = await claimById(context).load(key);
  return claim && (claim.state === ClaimState.VERIFIED || seesWholeClaim(context, claim)) ? claim : null;
});
