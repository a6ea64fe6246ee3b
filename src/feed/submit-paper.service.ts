import { type NewChange, recordChanges } from '../changes/record-change';
import { prepared, rowsOf, SqlRunner } from '../db/sql';
import type { SubmissionRules } from '../graphql/context';
import { quoted } from '../graphql/errors';
import { DomainError, UserErrorCode } from '../graphql/user-error';
import { lockPaper } from '../papers/lock-paper';
import { creditSubmitter } from './credit-submitter.service';
import { closeEmptyEditions, openEdition } from './edition-rows.service';
import type { PaperReference } from './paper-reference';
import { settlePlace } from './place-of-paper.service';
import { requireYoungPaper } from './publication-age';

export interface WantedSubmission {
  userId: number;
  reference: PaperReference;
  note: string | null;
  /** Today in the time zone of the feed. */
  day: string;
  rules: SubmissionRules;
}

interface Submitted {
  submissionId: number;
  /** Whether the paper was submitted or listed before, so that this is the first submission and nothing was done. */
  isEarlier: boolean;
}

interface KnownPaper {
  id: number;
  arxivId: string | null;
  publishedOn: string | null;
  removal: string | null;
}

/** What is to be listed or fetched: a paper that is here, or the arXiv id of one that is not. */
type Subject = { paper: KnownPaper; arxivId: string | null } | { paper: null; arxivId: string };

/**
 * Submits a paper to the edition of today, inside a transaction: one that is here is listed at once, another one is
 * kept for the process that fetches. A paper is submitted once, which the unique indexes of submissions see to.
 */
export async function submitPaper(sql: SqlRunner, wanted: WantedSubmission): Promise<Submitted> {
  const paper = await findPaper(sql, wanted.reference);
  const subject = paper ? { paper, arxivId: paper.arxivId } : unknownPaper(wanted);
  const earlier = await findEarlier(sql, subject);
  if (earlier !== null) return { submissionId: earlier, isEarlier: true };

  if (paper) requireListable(paper, wanted);
  const submissionId = await write(sql, subject, wanted);
  // Somebody was a moment faster: the next look finds theirs.
  if (submissionId === null) return submitPaper(sql, wanted);

  if (paper) await settlePlace(sql, { paperId: paper.id, editionDate: wanted.day }, 1);
  else await rowsOf(sql, WANT_FETCH, [submissionId]);
  await recordChanges(sql, changesOf(submissionId, paper, wanted));
  await creditSubmitter(sql, { userId: wanted.userId, day: wanted.day, maxPerDay: wanted.rules.maxPerDay });
  return { submissionId, isEarlier: false };
}

async function findPaper(sql: SqlRunner, { column, value }: PaperReference): Promise<KnownPaper | null> {
  const [paper] = await rowsOf<KnownPaper & Record<string, unknown>>(sql, FIND_PAPER[column], [value]);
  return paper ?? null;
}

function unknownPaper({ reference: { column, value }, rules }: WantedSubmission): Subject {
  const accepted =
    'an arXiv id such as "2606.00467" or its address is accepted for any paper of arXiv, a DOI for papers that are here already.';
  if (column !== 'arxiv_id') throw unknown(`There is no paper ${quoted(value)} here; ${accepted}`);
  if (!rules.isFetching) {
    throw unknown(`There is no paper ${quoted(value)} here, and this server fetches none from arXiv.`);
  }
  return { paper: null, arxivId: String(value) };
}

function unknown(message: string): DomainError {
  return new DomainError(UserErrorCode.NOT_FOUND, message, ['input', 'paper']);
}

async function findEarlier(sql: SqlRunner, { paper, arxivId }: Subject): Promise<number | null> {
  const [earlier] = await rowsOf<{ id: number }>(sql, FIND_EARLIER, [paper?.id ?? null, arxivId]);
  return earlier?.id ?? null;
}

function requireListable({ publishedOn, removal }: KnownPaper, { day, rules }: WantedSubmission): void {
  requireYoungPaper(publishedOn, day, rules.maxAgeDays);
  if (removal === null) return;
  const message = `A moderator took this paper off its edition, and it is not listed again: ${removal}`;
  throw new DomainError(UserErrorCode.PAPER_REMOVED, message, ['input', 'paper']);
}

/** Writes the row; null where there is one of this paper by now. The paper is locked before the person, as by votes. */
async function write(sql: SqlRunner, { paper, arxivId }: Subject, wanted: WantedSubmission): Promise<number | null> {
  const { userId, note, day } = wanted;
  // A paper that became part of another one meanwhile is looked for again.
  if (paper && !(await lockPaper(sql, paper.id))) return null;
  await openEdition(sql, day);
  const [row] = await rowsOf<{ id: number }>(sql, INSERT, [paper?.id ?? null, arxivId, day, userId, note]);
  if (row) return row.id;
  await closeEmptyEditions(sql, [day]);
  return null;
}

function changesOf(id: number, paper: KnownPaper | null, { userId, day }: WantedSubmission): NewChange[] {
  const fact = { actorId: userId, editionDate: day, ...(paper && { paperId: paper.id }) };
  const added: NewChange = { ...fact, kind: 'SUBMISSION_ADDED', subject: ['Submission', id] };
  return paper ? [added, { ...fact, kind: 'PAPER_LISTED', subject: ['Paper', paper.id] }] : [added];
}

function findBy(condition: string) {
  return prepared(`
    select p.id, p.arxiv_id as "arxivId", p.published_on as "publishedOn", (
      select coalesce(rejection, '') from submissions s where s.paper_id = p.id and s.state = 'REJECTED' order by s.id limit 1
    ) as removal
    from papers p where ${condition}`);
}

const FIND_PAPER = {
  id: findBy('p.id = $1'),
  arxiv_id: findBy('p.arxiv_id = $1'),
  doi: findBy('p.doi = $1'),
  slug: findBy('p.id = paper_with_slug($1)'),
};

const FIND_EARLIER = prepared(`
  select id from submissions where paper_id = $1::integer and state <> 'REJECTED'
  union select id from submissions where arxiv_id = $2::text and state <> 'REJECTED'
  order by id limit 1`);

/** The clock and not the transaction's time: positions are given under the lock of the edition, and times go with them. */
const INSERT = prepared(`
  insert into submissions (paper_id, arxiv_id, edition_date, position, state, submitted_by, submitted_at, note)
  select $1::integer, $2::text, $3::date, coalesce(max(position), 0) + 1,
    case when $1::integer is null then 'PENDING' else 'LISTED' end, $4::integer, clock_timestamp(), $5::text
  from submissions where edition_date = $3::date
  on conflict do nothing
  returning id`);

const WANT_FETCH = prepared('insert into submission_fetches (submission_id) values ($1::integer)');
