import { hydrate, isAnyOf, prepared, rowsOf } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { currentSuspensionOf } from './current-suspension';
import { Suspension } from './suspension.entity';

const OF_USERS = prepared(`
  select s.user_id as "userId", s.reason, s.suspended_at as "suspendedAt", s.suspended_by as "suspendedById",
    s.ends_at as "endsAt"
  from users u cross join lateral (${currentSuspensionOf('u.id')}) s where u.id ${isAnyOf('$1', 'integer')}`);

/** The suspension that holds for a person now. */
export const suspensionOfUser = defineLoader<number, Suspension>(async (sql, userIds) => {
  const rows = await rowsOf(sql, OF_USERS, [userIds]);
  return inOrderOf(
    userIds,
    rows.map((row) => hydrate(Suspension, row)),
    (suspension) => suspension.userId,
  );
});
