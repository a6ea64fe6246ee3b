import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import type { ChangeKind } from '../record-change';

/** What a look at the database saw of it: enough for the next one to tell what was committed in between. */
export interface Sight {
  /** The snapshot of the look: transactions before `xmin` were over, those from `xmax` on had not begun. */
  readonly xmin: number;
  readonly xmax: number;
  /** Those in between that were under way. */
  readonly running: readonly number[];
  readonly transactionOffset: number;
  /** By which transactions the kept totals were last written: the newest imports, and fillings of the index. */
  readonly imports: string;
}

/** A change that was committed, by what it touches. */
export interface CommittedChange {
  readonly kind: ChangeKind;
  readonly paperId: number | null;
}

/** More are not read one by one. */
const MOST_CHANGES = 500;

/** Of a first look nothing is asked but where things stand: no transaction has such a number. */
const NEVER = 2 ** 52;

interface Row extends Sight {
  [column: string]: unknown;
  kind: ChangeKind | null;
  paperId: number | null;
}

/**
 * All in one statement, so that the changes and the snapshot are of one moment. A transaction that is visible now and was not
 * before was under way then, or has begun since; both are looked up in the index.
 */
const COMMITTED_SINCE = prepared(`
  select pg_snapshot_xmin(now.snapshot)::text::bigint as xmin, pg_snapshot_xmax(now.snapshot)::text::bigint as xmax,
    array(select id::text::bigint from pg_snapshot_xip(now.snapshot) running(id)) as running,
    now.transaction_offset as "transactionOffset",
    (select string_agg(xmin::text, ' ' order by name) from totals) as imports,
    c.kind, c.paper_id as "paperId"
  from (select pg_current_snapshot() as snapshot, transaction_offset from change_stream) now
  left join lateral (
    (select kind, paper_id from changes where transaction_id >= $1::bigint + now.transaction_offset
     limit ${MOST_CHANGES + 1})
    union all
    (select kind, paper_id from changes
     where transaction_id = any (array(select id + now.transaction_offset from unnest($2::bigint[]) id)))
  ) c on true`);

/** Looks at the database. Answers what was committed since a former look: null for more than can be told one by one. */
export async function committedSince(
  sql: SqlRunner,
  before: Sight | null,
): Promise<{ sight: Sight; changes: CommittedChange[] | null }> {
  const rows = await rowsOf<Row>(sql, COMMITTED_SINCE, [before?.xmax ?? NEVER, before?.running ?? []]);
  const [first] = rows;
  if (!first) throw new Error('The row of change_stream is missing.');
  const { xmin, xmax, running, transactionOffset, imports } = first;
  const sight = { xmin, xmax, running: running.map(Number), transactionOffset, imports };
  if (!before || !isLater(sight, before) || rows.length > MOST_CHANGES) return { sight, changes: null };
  const changes = rows.flatMap(({ kind, paperId }) => (kind === null ? [] : [{ kind, paperId }]));
  return { sight, changes };
}

/** Whether it is of the same database as the one before, some time after it, and nothing was imported in between. */
function isLater(sight: Sight, before: Sight): boolean {
  return (
    sight.xmin >= before.xmin &&
    sight.transactionOffset === before.transactionOffset &&
    sight.imports === before.imports
  );
}
