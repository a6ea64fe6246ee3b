import { readHead } from '../../changes/read-stretch.query';
import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import { DomainError, UserErrorCode } from '../../graphql/user-error';
import type { Viewer } from '../../graphql/viewer';
import type { SecretBox } from '../../lib/secret-box';
import { lockPerson } from '../../users/lock-person';
import { secretOwner } from '../secret-owner';
import { createSigningSecret, shownSecret } from '../sending/sign';

export interface NewWebhook {
  url: string;
  /** Empty for all. */
  kinds: string[];
  description: string | null;
}

const INSERT = prepared(`
  insert into webhooks (user_id, url, kinds, description, secret, position_transaction_id, position_row_id)
  select $1::integer, $2::text, $3::text[], $4::text, $5::bytea, $6::bigint, $7::bigint
  where (select count(*) from webhooks where user_id = $1::integer) < $8::integer
  returning id`);

/** Makes a webhook that is told of what happens from now on. Answers its key, and its secret, which is not shown again. */
export async function makeWebhook(
  sql: SqlRunner,
  { userId }: Viewer,
  { url, kinds, description }: NewWebhook,
  { secretBox, mostOfPerson }: { secretBox: SecretBox; mostOfPerson: number },
): Promise<{ rowId: number; secret: string }> {
  const secret = createSigningSecret();
  await lockPerson(sql, userId);
  const { transactionId, rowId } = await readHead(sql);
  const sealed = secretBox.seal(secret, secretOwner(userId));
  const values = [userId, url, kinds, description, sealed, transactionId, rowId, mostOfPerson];
  const [row] = await rowsOf<{ id: number }>(sql, INSERT, values);
  if (row) return { rowId: row.id, secret: shownSecret(secret) };
  const message = `You have ${mostOfPerson} webhooks, which is the most; delete one that you do not need.`;
  throw new DomainError(UserErrorCode.LIMIT_REACHED, message);
}
