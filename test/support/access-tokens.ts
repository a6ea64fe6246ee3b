import { createAccessToken, NewAccessToken } from '../../src/access/access-token.service';
import type { Database } from '../../src/db/database';
import { rememberSecret } from './secrets/known-secrets';

/** An access token of somebody, which no row and no log of this run may hold. */
export async function issueToken(
  database: Database,
  wanted: Pick<NewAccessToken, 'handle' | 'scopes'> & Partial<NewAccessToken>,
): ReturnType<typeof createAccessToken> {
  const issued = await createAccessToken(database, { name: 'test', expiresAt: null, ...wanted });
  rememberSecret(issued.secret);
  return issued;
}
