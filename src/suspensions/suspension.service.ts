import { ChangeKind, recordChanges } from '../changes/record-change';
import { retryConflicts } from '../db/retry';
import { rowsOf, SqlDatabase, SqlRunner } from '../db/sql';
import { requestError } from '../graphql/errors';
import { soundText } from '../graphql/sound-text';
import { invalidValue } from '../graphql/user-error';
import type { UserRole } from '../graphql/viewer';

const MAX_REASON_LENGTH = 1000;

/** Who suspends or lifts; null for whoever runs the server, who may do so to anybody. */
export type Moderator = { userId: number; role: UserRole } | null;

export interface NewSuspension {
  userId: number;
  reason: string;
  /** Null until somebody lifts it. */
  endsAt: Date | null;
}

/** Suspends a person; a suspension that they are under gives way to the new one. Answers false where there is no such person. */
export async function suspendUser(database: SqlDatabase, suspension: NewSuspension, by: Moderator): Promise<boolean> {
  const { userId, endsAt } = suspension;
  const reason = soundText('reason', suspension.reason, 'a reason', MAX_REASON_LENGTH);
  if (endsAt && endsAt.getTime() <= Date.now()) {
    throw invalidValue(
      'endsAt',
      `"${endsAt.toISOString()}" is over; a suspension ends in the future, or not by itself.`,
    );
  }
  return withPerson(database, userId, by, async (sql) => {
    await lift(sql, userId, by);
    const row = [userId, reason, endsAt, by?.userId ?? null];
    await rowsOf(sql, 'insert into suspensions (user_id, reason, ends_at, suspended_by) values ($1, $2, $3, $4)', row);
    await record(sql, 'USER_SUSPENDED', userId, by);
  });
}

/** Lifts the suspension of a person, where there is one. Answers false where there is no such person. */
export async function unsuspendUser(database: SqlDatabase, userId: number, by: Moderator): Promise<boolean> {
  return withPerson(database, userId, by, async (sql) => {
    if (await lift(sql, userId, by)) await record(sql, 'USER_UNSUSPENDED', userId, by);
  });
}

/** Runs `work` with the person's row locked, so that moderators act on a person one after the other. */
async function withPerson(
  database: SqlDatabase,
  userId: number,
  by: Moderator,
  work: (sql: SqlRunner) => Promise<void>,
): Promise<boolean> {
  return retryConflicts(() =>
    database.transaction(async (sql) => {
      const lock = 'select handle, role from users where id = $1::integer for no key update';
      const [person] = await rowsOf<{ handle: string; role: UserRole }>(sql, lock, [userId]);
      if (!person) return false;
      requireRank(by, userId, person);
      await work(sql);
      return true;
    }),
  );
}

function requireRank(by: Moderator, userId: number, person: { handle: string; role: UserRole }): void {
  if (!by) return;
  if (by.userId === userId) throw requestError('FORBIDDEN', 'Nobody can suspend themselves, nor lift that.');
  if (by.role !== 'ADMIN' && person.role !== 'MEMBER') {
    throw requestError('FORBIDDEN', `This needs the role ADMIN, as "${person.handle}" is a moderator or an admin.`);
  }
}

/**
 * Answers whether one was lifted that would have held on. One that ended by itself is closed at its end: it was not this
 * moderator who ended it.
 */
async function lift(sql: SqlRunner, userId: number, by: Moderator): Promise<boolean> {
  const [lifted] = await rowsOf<{ held: boolean }>(
    sql,
    `update suspensions set lifted_at = least(ends_at, now()), lifted_by = case when ends_at <= now() then null else $2::integer end
     where user_id = $1::integer and lifted_at is null returning coalesce(ends_at > now(), true) as held`,
    [userId, by?.userId ?? null],
  );
  return lifted?.held ?? false;
}

async function record(sql: SqlRunner, kind: ChangeKind, userId: number, by: Moderator): Promise<void> {
  await recordChanges(sql, [{ kind, subject: ['User', userId], ...(by && { actorId: by.userId }) }]);
}
