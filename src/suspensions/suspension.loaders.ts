import { instancesOf, isAnyOf, prepared } from '../db/sql';
import { defineLoader, inOrderOf } from '../graphql/loader';
import { currentSuspensionOf } from './current-suspension';
import { Suspension } from './suspension.entity';

const OF_USERS = prepared(`
  select s.user_id as "userId", s.reason, s.suspended_at as "suspendedAt", s.suspended_by as "suspendedById",
    s.ends_at as "endsAt"
  from users u cross join lateral (${currentSuspensionOf('u.id')}) s where u.id ${isAnyOf('$1', 'integer')}`);

/** The suspension that holds for a person now. */
export const suspensionOfUser = defineLoader<number, Suspension>(async (sql, userIds) => {
  const suspensions = await instancesOf(Suspension, sql, OF_USERS, [userIds]);
  return inOrderOf(userIds, suspensions, (suspension) => suspension.userId);
});
