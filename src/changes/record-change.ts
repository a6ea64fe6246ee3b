import { prepared, rowsOf, SqlRunner } from '../db/sql';

/** What can happen; a client treats a kind that it does not know as none of its business. */
export const CHANGE_KINDS = [
  'PAPER_ADDED',
  'PAPER_CHANGED',
  'PAPER_MERGED',
  'PAPER_LISTED',
  'PAPER_UPVOTED',
  'PAPER_UPVOTE_REMOVED',
  'SUBMISSION_ADDED',
  'SUBMISSION_REJECTED',
  'SUBMISSION_WITHDRAWN',
  'COMMENT_ADDED',
  'COMMENT_EDITED',
  'COMMENT_DELETED',
  'COMMENT_HIDDEN',
  'COMMENT_UNHIDDEN',
  'COMMENT_UPVOTED',
  'COMMENT_UPVOTE_REMOVED',
  'AUTHORSHIP_VERIFIED',
  'AUTHORSHIP_VERIFICATION_REMOVED',
  'USER_CHANGED',
  'USER_SUSPENDED',
  'USER_UNSUSPENDED',
  'USER_DELETED',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface NewChange {
  kind: ChangeKind;
  actorId?: number;
  /** Type and key of the node that it is about. */
  subject: [type: string, key: number | string];
  paperId?: number;
  editionDate?: string;
  /** The key of the node that the subject became part of. */
  mergedInto?: number;
}

/** Writes the facts of a transaction into the change stream, inside that transaction. */
export async function recordChanges(sql: SqlRunner, changes: NewChange[]): Promise<void> {
  if (changes.length === 0) return;
  const columns = [
    changes.map((change) => change.kind),
    changes.map((change) => change.actorId ?? null),
    changes.map((change) => change.subject[0]),
    changes.map((change) => String(change.subject[1])),
    changes.map((change) => change.paperId ?? null),
    changes.map((change) => change.editionDate ?? null),
    changes.map((change) => change.mergedInto ?? null),
  ];
  await rowsOf(sql, prepared(RECORD_CHANGES), columns);
}

const RECORD_CHANGES = recordChangesFrom(
  'select * from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::integer[], $6::date[], $7::text[])',
  ', merged_into',
);

/**
 * The same as a part of a larger statement: `select` answers kind, actor, subject's type and key, paper and edition
 * of each change, and what `more` names. The one place that writes to the stream.
 */
export function recordChangesFrom(select: string, more: '' | ', merged_into' = ''): string {
  return `
    insert into changes (kind, actor_id, subject_type, subject_id, paper_id, edition_date${more}, transaction_id)
    select fact.*, pg_current_xact_id()::text::bigint + (select transaction_offset from change_stream)
    from (${select}) fact`;
}
