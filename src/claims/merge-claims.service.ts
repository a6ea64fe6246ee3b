import { recordChanges } from '../changes/record-change';
import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { titleKey } from '../lib/title-key';
import { ClaimState } from './authorship-claim.entity';

interface Name {
  paperId: number;
  position: number;
  authorId: number;
  nameAsPrinted: string;
}

interface Claim {
  id: number;
  paperId: number;
  authorId: number;
  userId: number;
  state: ClaimState;
}

const NAMES = prepared(`
  select paper_id as "paperId", position, author_id as "authorId", name_as_printed as "nameAsPrinted"
  from authorships where paper_id in ($1::integer, $2::integer) order by position`);

/** Verified ones first, for they matter most, then the earlier ones. */
const LOCK_CLAIMS = prepared(`
  select id, paper_id as "paperId", author_id as "authorId", user_id as "userId", state from authorship_claims
  where paper_id in ($1::integer, $2::integer) order by state = 'VERIFIED' desc, id for update`);

const DROP = prepared('delete from authorship_claims where id = $1::integer');

const MOVE = prepared(`
  update authorship_claims set paper_id = $2::integer, author_id = $3::integer, state = $4::text,
    verified_at = case when $4::text = 'PENDING' then null else verified_at end,
    verified_by = case when $4::text = 'PENDING' then null else verified_by end,
    verified_reason = case when $4::text = 'PENDING' then null else verified_reason end
  where id = $1::integer`);

/**
 * Gives the claims on one paper to another, each on the same author, while both papers name theirs and are locked. Of two live
 * claims by one person on one author the verified one stays, else that on the second paper. Where somebody else is verified
 * there, a verified claim waits for a moderator again. Answers how many moved.
 */
export async function mergeClaims(sql: SqlRunner, fromId: number, intoId: number): Promise<number> {
  const names = await rowsOf<Name & Record<string, unknown>>(sql, NAMES, [fromId, intoId]);
  const claims = await rowsOf<Claim & Record<string, unknown>>(sql, LOCK_CLAIMS, [fromId, intoId]);
  const [formerNames, namesNow] = [fromId, intoId].map((id) => names.filter(({ paperId }) => paperId === id));
  const held = new Set<Claim>(claims.filter(({ paperId }) => paperId === intoId));

  let moved = 0;
  for (const claim of claims.filter(({ paperId }) => paperId === fromId)) {
    const next = settled({ ...claim, authorId: authorNow(claim.authorId, formerNames!, namesNow!) }, held);
    const own = [...held].find((other) => isLiveBeside(next, other) && other.userId === next.userId);
    if (own && !(next.state === ClaimState.VERIFIED && own.state === ClaimState.PENDING)) continue;

    if (own) await rowsOf(sql, DROP, [own.id]);
    if (own) held.delete(own);
    await rowsOf(sql, MOVE, [next.id, intoId, next.authorId, next.state]);
    if (next.state !== claim.state) await recordUnverified(sql, claim, formerNames!);
    held.add(next);
    moved += 1;
  }
  return moved;
}

/** One person is verified as an author at a time: the claim that comes second waits. */
function settled(claim: Claim, held: Set<Claim>): Claim {
  if (claim.state !== ClaimState.VERIFIED) return claim;
  const isTaken = [...held].some(
    (other) => isLiveBeside(claim, other) && other.state === ClaimState.VERIFIED && other.userId !== claim.userId,
  );
  return isTaken ? { ...claim, state: ClaimState.PENDING } : claim;
}

function isLiveBeside(claim: Claim, other: Claim): boolean {
  return [claim, other].every(({ state }) => state !== ClaimState.REJECTED) && claim.authorId === other.authorId;
}

/**
 * Who stands for an author on the other paper: the same row, else whoever has the name at the same position, else the only
 * one who has it. Where that is nobody, the claim is without effect, as always while a paper does not name its author.
 */
function authorNow(authorId: number, former: Name[], now: Name[]): number {
  const name = former.find((one) => one.authorId === authorId);
  if (!name || now.some((one) => one.authorId === authorId)) return authorId;
  const alike = now.filter((one) => isAlike(one, name) && !former.some((other) => other.authorId === one.authorId));
  const successor =
    alike.find(({ position }) => position === name.position) ?? (alike.length === 1 ? alike[0] : undefined);
  return successor?.authorId ?? authorId;
}

/** As imports tell names apart. */
function isAlike(one: Name, other: Name): boolean {
  return titleKey(one.nameAsPrinted) === titleKey(other.nameAsPrinted);
}

async function recordUnverified(sql: SqlRunner, { authorId, paperId }: Claim, names: Name[]): Promise<void> {
  const name = names.find((one) => one.authorId === authorId);
  if (!name) return;
  const subject: [string, string] = ['Authorship', `${paperId}.${name.position}`];
  await recordChanges(sql, [{ kind: 'AUTHORSHIP_VERIFICATION_REMOVED', subject, paperId }]);
}
