import { randomInt } from 'node:crypto';
import { prepared, rowsOf, SqlDatabase, SqlRunner } from '../../db/sql';
import { requestError } from '../../graphql/errors';
import { handleFrom, nameFrom } from '../../users/profile';
import { identityEndedAt } from './ended-identities.service';
import { CLOCK_SKEW_SECONDS, OpenIdClaims } from './openid-issuer';

/** First requests of one identity come one after the other; requests of others do not wait. */
const TAKE_TURN = prepared(`select pg_advisory_xact_lock(hashtextextended($1 || chr(10) || $2, 0))`);
const KNOWN = prepared('select user_id from identities where issuer = $1 and subject = $2');

/** Makes a person under the first handle that nobody has; none where somebody else took it at the same moment. */
const MAKE_USER = prepared(`
  insert into users (handle, name)
  select handle, coalesce($2::text, handle) from unnest($1::text[]) with ordinality wanted(handle, place)
  where not exists (select from users u where u.handle = wanted.handle) order by place limit 1
  on conflict (handle) do nothing returning id`);
const MAKE_IDENTITY = prepared('insert into identities (issuer, subject, user_id) values ($1, $2, $3)');

/** How often a handle may be lost to somebody else at the last moment; from the second time on a random one. */
const ATTEMPTS_MAX = 5;

/** Makes the account of an identity that was not seen before; where another request just did, there is nothing to do. */
export async function signUp(database: SqlDatabase, claims: OpenIdClaims): Promise<void> {
  const { issuer, subject } = claims;
  await database.transaction(async (sql) => {
    await rowsOf(sql, TAKE_TURN, [issuer, subject]);
    const [known] = await rowsOf(sql, KNOWN, [issuer, subject]);
    if (known) return;
    refuseToRevive(await identityEndedAt(sql, issuer, subject), claims);
    await rowsOf(sql, MAKE_IDENTITY, [issuer, subject, await makeUser(sql, claims)]);
  });
}

/** A token from before the deletion is of the old account. The clocks may differ, so the sign-in must be clearly later. */
function refuseToRevive(endedAt: Date | null, { signedInAt }: OpenIdClaims): void {
  if (!endedAt) return;
  const earliest = endedAt.getTime() + CLOCK_SKEW_SECONDS * 1000;
  if (signedInAt !== null && signedInAt.getTime() > earliest) return;
  throw requestError(
    'UNAUTHENTICATED',
    `The account of this sign-in was deleted; signing in again after ${new Date(earliest).toISOString()} makes a new one.`,
  );
}

async function makeUser(sql: SqlRunner, { names }: OpenIdClaims): Promise<number> {
  const handle = handleFor(names);
  let wanted = handle === null ? [] : [handle, ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${handle}-${number}`)];
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const atRandom = `${handle ?? 'reader'}-${randomInt(100_000, 1_000_000)}`;
    const [user] = await rowsOf<{ id: number }>(sql, MAKE_USER, [[...wanted, atRandom], nameFor(names)]);
    if (user) return user.id;
    // Many of the same name come at once, so the numbers would be lost one by one.
    wanted = [];
  }
  throw new Error('No handle could be had for a new person.');
}

/** The handle that a person would like best, as far as their claims tell. */
function handleFor({ preferredUsername, email, name }: OpenIdClaims['names']): string | null {
  const sources = [beforeAt(preferredUsername), beforeAt(email), name];
  return sources.map((text) => text && handleFrom(text)).find(Boolean) ?? null;
}

/** The name to show; never an address of mail, which is nobody else's business. */
function nameFor({ preferredUsername, name }: OpenIdClaims['names']): string | null {
  return (name && nameFrom(beforeAt(name) ?? '')) || (preferredUsername && nameFrom(beforeAt(preferredUsername) ?? ''));
}

function beforeAt(text: string | null): string | null {
  return text && (text.split('@')[0] ?? null);
}
