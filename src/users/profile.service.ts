import { recordChangesFrom } from '../changes/record-change';
import { prepared, rowsOf, SqlRunner } from '../db/sql';
import { isUniqueViolation } from '../db/unique-violation';
import { quoted } from '../graphql/errors';
import { DomainError, invalidValue, UserErrorCode } from '../graphql/user-error';
import { foldText } from '../lib/fold-text';
import { avatarUrlFault, handleFault, nameFault } from './profile';

/** What to change; undefined leaves a part as it is. */
export interface ProfileChanges {
  handle: string | undefined;
  name: string | undefined;
  /** Null takes the picture away. */
  avatarUrl: string | null | undefined;
}

/** Changes nothing, and records nothing, where all is as it is asked for. */
const UPDATE = prepared(`
  with wanted as (
    select id, coalesce($2::text, handle) as handle, coalesce($3::text, name) as name,
      case when $4::boolean then $5::text else avatar_url end as avatar_url
    from users where id = $1::integer for no key update
  ), changed as (
    update users u set handle = wanted.handle, name = wanted.name, avatar_url = wanted.avatar_url from wanted
    where u.id = wanted.id
      and (u.handle, u.name, u.avatar_url) is distinct from (wanted.handle, wanted.name, wanted.avatar_url)
    returning u.id
  )
  ${recordChangesFrom(`select 'USER_CHANGED', id, 'User', id::text, null::integer, null::date from changed`)}`);

export async function updateProfile(pool: SqlRunner, userId: number, changes: ProfileChanges): Promise<void> {
  const handle = changes.handle?.toLowerCase();
  const name = changes.name === undefined ? undefined : foldText(changes.name);
  const { avatarUrl } = changes;
  if (handle !== undefined) refuse('handle', handleFault(handle));
  if (name !== undefined) refuse('name', nameFault(name));
  if (avatarUrl != null) refuse('avatarUrl', avatarUrlFault(avatarUrl));
  try {
    await rowsOf(pool, UPDATE, [userId, handle, name, avatarUrl !== undefined, avatarUrl]);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = `The handle ${quoted(handle)} is taken; choose another.`;
    throw new DomainError(UserErrorCode.HANDLE_TAKEN, message, ['input', 'handle']);
  }
}

function refuse(field: string, fault: string | null): void {
  if (fault !== null) throw invalidValue(field, fault);
}
