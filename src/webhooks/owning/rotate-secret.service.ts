import { prepared, rowsOf, type SqlRunner } from '../../db/sql';
import type { Viewer } from '../../graphql/viewer';
import type { SecretBox } from '../../lib/secret-box';
import { secretOwner } from '../secret-owner';
import { createSigningSecret, shownSecret } from '../sending/sign';
import type { OwnWebhook } from './own-webhook.query';

/** For how long the secret before signs as well, so that a receiver can be told the new one without haste. */
export const OVERLAP_HOURS = 24;

/** One that another key sealed can sign nothing, so it does not stay. */
const ROTATE = prepared(`
  update webhooks set secret = $2::bytea, secret_changed_at = now(),
    previous_secret = case when $3::boolean then secret end,
    previous_secret_ends_at = case when $3::boolean then now() + interval '${OVERLAP_HOURS} hours' end,
    due_at = now()
  where id = $1::integer`);

/** Gives a webhook that is locked a new secret, and answers it as its owner sees it, once. */
export async function rotateSecret(
  sql: SqlRunner,
  { userId }: Viewer,
  webhook: OwnWebhook,
  secretBox: SecretBox,
): Promise<string> {
  const secret = createSigningSecret();
  const sealed = secretBox.seal(secret, secretOwner(userId));
  await rowsOf(sql, ROTATE, [webhook.rowId, sealed, secretBox.fits(webhook.secret)]);
  return shownSecret(secret);
}
