import { parseAuthorshipKey } from '../authorships/authorship.loaders';
import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { nodeKeyOf } from '../graphql/node';
import { DomainError, invalidValue, notFound, UserErrorCode } from '../graphql/user-error';
import { countCharacters } from '../lib/count-characters';
import { lockPerson } from '../users/lock-person';

const MAX_EVIDENCE_LENGTH = 2000;
/** As many as a busy author has papers in a season; whoever claims everything in sight does not fill the moderators' list. */
const MAX_PENDING_CLAIMS = 20;

/** Locked, so that an import that writes the position anew either comes first or takes the claim along. */
const LOCK_AUTHORSHIP = prepared(`
  select a.author_id as "authorId" from papers p
  join authorships a on a.paper_id = p.id where a.paper_id = $1::integer and a.position = $2::integer
  for key share`);

const LIVE_CLAIM = prepared(`
  select id from authorship_claims
  where paper_id = $1::integer and author_id = $2::integer and user_id = $3::integer and state <> 'REJECTED'`);

const INSERT = prepared(`
  insert into authorship_claims (paper_id, author_id, user_id, evidence)
  select $1::integer, $2::integer, $3::integer, $4::text
  where (select count(*) from authorship_claims where user_id = $3::integer and state = 'PENDING') < ${MAX_PENDING_CLAIMS}
  returning id`);

/** Claims an authorship for a person; answers the claim's key. Whoever has a claim on it that was not rejected gets that one. */
export async function claimAuthorship(
  sql: SqlRunner,
  userId: number,
  input: { authorshipId: string; evidence: string },
): Promise<number> {
  const evidence = soundEvidence(input.evidence);
  const key = parseAuthorshipKey(nodeKeyOf('Authorship', input.authorshipId) ?? '');
  const [authorship] = key ? await rowsOf<{ authorId: number }>(sql, LOCK_AUTHORSHIP, [key.paperId, key.position]) : [];
  if (!key || !authorship) throw notFound('authorshipId', 'authorship', input.authorshipId);

  await lockPerson(sql, userId);
  const claimed = [key.paperId, authorship.authorId, userId];
  const [live] = await rowsOf<{ id: number }>(sql, LIVE_CLAIM, claimed);
  if (live) return live.id;
  const [added] = await rowsOf<{ id: number }>(sql, INSERT, [...claimed, evidence]);
  if (added) return added.id;
  const message = `${MAX_PENDING_CLAIMS} claims of yours wait for a moderator, which is the most; claim more when those are decided.`;
  throw new DomainError(UserErrorCode.LIMIT_REACHED, message);
}

function soundEvidence(text: string): string {
  const evidence = text.trim();
  const length = countCharacters(evidence);
  if (length >= 1 && length <= MAX_EVIDENCE_LENGTH) return evidence;
  const message = `The evidence has ${length} characters; it takes 1 to ${MAX_EVIDENCE_LENGTH}, not counting white space at its ends.`;
  throw invalidValue('evidence', message);
}
