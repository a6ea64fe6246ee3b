import { endIdentities } from '../access/sign-in/ended-identities.service';
import { recordChanges } from '../changes/record-change';
import { endAllClaims } from '../claims/end-claims.service';
import { stubAllComments } from '../comments/stub-all.service';
import { lockUpvotedComments, withdrawAllCommentUpvotes } from '../comments/voting/withdraw-all.service';
import { retryConflicts } from '../db/retry';
import { prepared, rowsOf, SqlDatabase, SqlRunner } from '../db/sql';
import { forgetSubmitter } from '../feed/forget-submitter.service';
import { quoted } from '../graphql/errors';
import { DomainError, UserErrorCode } from '../graphql/user-error';
import type { UserRole } from '../graphql/viewer';
import { recomputeTrending } from '../trending/recompute-trending';
import { withdrawAllUpvotes } from '../votes/withdraw-all.service';

interface Person {
  id: number;
  handle: string;
  role: UserRole;
}

const LOCK_PAPERS = prepared(`
  select from paper_stats where paper_id in (
    select paper_id from upvotes where user_id = $1::integer
    union select paper_id from comments where author_id = $1::integer
  ) order by paper_id for update`);

/** The person, and for an admin the other admins too: of two that go at once, the second must see that it is the last. */
const LOCK_PEOPLE = prepared(`
  select id, handle, role from users
  where id = $1::integer or (role = 'ADMIN' and exists (select from users where id = $1::integer and role = 'ADMIN'))
  order by id for update`);

/**
 * Deletes a person: votes go and are no longer counted, comments stay as stubs and listed papers without their submitter,
 * claims, tokens, identities and the person's own row go. Papers are locked before the person, as votes do it; a vote that slips
 * in between may end one of the two, which then begins anew.
 */
export async function deleteAccount(database: SqlDatabase, userId: number, confirmation: string): Promise<void> {
  await retryConflicts(() =>
    database.transaction(async (sql) => {
      await rowsOf(sql, LOCK_PAPERS, [userId]);
      await lockUpvotedComments(sql, userId);
      const people = await rowsOf<Person>(sql, LOCK_PEOPLE, [userId]);
      const person = people.find(({ id }) => id === userId);
      // Another request of the same person was first: what is asked for is done.
      if (!person) return;
      requireConfirmation(person, confirmation);
      if (person.role === 'ADMIN' && people.length === 1) throw lastAdmin(person);
      await removePerson(sql, userId);
    }),
  );
}

async function removePerson(sql: SqlRunner, userId: number): Promise<void> {
  await withdrawAllCommentUpvotes(sql, userId);
  const papers = [...(await withdrawAllUpvotes(sql, userId)), ...(await stubAllComments(sql, userId))];
  await recomputeTrending(sql, papers);
  await forgetSubmitter(sql, userId);
  await endAllClaims(sql, userId);
  await endIdentities(sql, userId);
  await recordChanges(sql, [{ kind: 'USER_DELETED', subject: ['User', userId] }]);
  await rowsOf(sql, 'delete from users where id = $1::integer', [userId]);
}

function requireConfirmation({ handle }: Person, confirmation: string): void {
  if (confirmation.toLowerCase() === handle) return;
  const message = `${quoted(confirmation)} is not your handle; deleting an account takes the handle "${handle}" to confirm it.`;
  throw new DomainError(UserErrorCode.NOT_CONFIRMED, message, ['input', 'handle']);
}

function lastAdmin({ handle }: Person): DomainError {
  const message = `"${handle}" is the last admin; give somebody else that role before you go.`;
  return new DomainError(UserErrorCode.LAST_ADMIN, message);
}
