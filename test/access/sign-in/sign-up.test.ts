import type { JWTPayload } from 'jose';
import { openIdIssuer } from '../../../src/access/sign-in/openid-issuer';
import { suspendUser } from '../../../src/suspensions/suspension.service';
import { User } from '../../../src/users/user.entity';
import { setUserRole } from '../../../src/users/user.service';
import { whileLocked } from '../../support/lock-waiters';
import { startTestServer, TestServer } from '../../support/test-server';
import { AUDIENCE, newKey, ProviderKey, TestProvider } from './provider';

let provider: TestProvider;
let key: ProviderKey;
let server: TestServer;
beforeAll(async () => {
  provider = await TestProvider.onFreePort();
  key = await newKey('first');
  await provider.start([key]);
  const verifyToken = openIdIssuer({ issuer: provider.issuer, audience: AUDIENCE });
  server = await startTestServer({ verifyToken });
});
afterAll(async () => {
  await server.close();
  await provider.stop();
});

let subjects = 0;
const newSubject = () => `subject-${++subjects}`;
const tokenOf = (subject: string, claims: JWTPayload = {}) => key.sign(provider.claims(subject, claims));

interface Who {
  id: string;
  handle: string;
  name: string;
}

const whoIs = async (token: string) =>
  (await server.data<{ viewer: Who }>('{ viewer { id handle name } }', {}, token)).viewer;

async function countUsers(): Promise<number> {
  const { rows } = await server.database.pool.query<{ count: number }>('select count(*)::integer as count from users');
  return rows[0]?.count ?? NaN;
}

describe('the person that a first sign-in makes', () => {
  it.each([
    [{ preferred_username: 'Grace.Hopper', name: 'Grace Hopper' }, 'grace-hopper', 'Grace Hopper'],
    [{ preferred_username: 'emmy@uni.example' }, 'emmy', 'emmy'],
    [{ email: 'alan.turing+papers@uni.example' }, 'alan-turing-papers', 'alan-turing-papers'],
    [{ name: 'Élodie  Dupont' }, 'elodie-dupont', 'Élodie Dupont'],
    [{ name: '山田 太郎' }, /^[a-z]+(-[a-z]+)+$/, '山田 太郎'],
    [{ preferred_username: 'x'.repeat(60) }, 'x'.repeat(32), 'x'.repeat(60)],
    [{ preferred_username: '-_-', name: '\u0000' }, /^reader-\d{6}$/, '-_-'],
    [{ preferred_username: 7, email: null }, /^reader-\d{6}$/, /^reader-\d{6}$/],
    [{}, /^reader-\d{6}$/, /^reader-\d{6}$/],
  ])('with %j is called after that', async (claims, handle, name) => {
    const who = await whoIs(await tokenOf(newSubject(), claims));
    expect(who.handle).toMatch(typeof handle === 'string' ? new RegExp(`^${handle}$`) : handle);
    expect(who.name).toMatch(typeof name === 'string' ? new RegExp(`^${name}$`) : name);
  });

  it('has a handle of their own where others have the same name', async () => {
    const handles: string[] = [];
    for (let time = 0; time < 11; time++) {
      handles.push((await whoIs(await tokenOf(newSubject(), { preferred_username: 'kim' }))).handle);
    }
    expect(handles.slice(0, 9)).toEqual(['kim', ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `kim-${n}`)]);
    for (const handle of handles.slice(9)) expect(handle).toMatch(/^kim-\d{6}$/);
    expect(new Set(handles).size).toBe(11);
  });

  it('is another one than a person of the same subject at another issuer', async () => {
    const subject = newSubject();
    await whoIs(await tokenOf(subject, { preferred_username: 'twin' }));
    await server.database.pool.query(`update identities set issuer = 'https://other.example' where subject = $1`, [
      subject,
    ]);
    expect((await whoIs(await tokenOf(subject, { preferred_username: 'twin' }))).handle).toBe('twin-2');
  });

  it('may do all that their role allows, and no more', async () => {
    const token = await tokenOf(newSubject(), { preferred_username: 'mo', scope: 'admin moderate', role: 'ADMIN' });
    const suspend = 'mutation { suspendUser(input: { userId: "", reason: "x" }) { userErrors { code } } }';
    const update = 'mutation { updateProfile(input: { name: "Mo" }) { user { name } } }';
    expect(await server.data(update, {}, token)).toEqual({ updateProfile: { user: { name: 'Mo' } } });
    const [error] = (await server.ask(suspend, {}, token)).errors ?? [];
    expect(error).toMatchObject({ message: 'This needs the role MODERATOR; yours is MEMBER.' });
    await setUserRole(server.database, 'mo', 'MODERATOR');
    expect(await server.data(suspend, {}, token)).toEqual({ suspendUser: { userErrors: [{ code: 'NOT_FOUND' }] } });
  });
});

describe('a sign-in', () => {
  it('of a person who was suspended a moment ago reads, and does nothing else', async () => {
    const token = await tokenOf(newSubject(), { preferred_username: 'rude' });
    const update = 'mutation { updateProfile(input: { name: "Rude" }) { user { name } } }';
    expect((await server.ask(update, {}, token)).errors).toBeUndefined();
    const userId = (await server.database.repository(User).findOneByOrFail({ handle: 'rude' })).rowId;
    await suspendUser(server.database, { userId, reason: 'Insults.', endsAt: null }, null);
    expect((await server.ask(update, {}, token)).errors?.[0]?.message).toMatch(/^You are suspended.*: Insults\.$/);
    expect((await whoIs(token)).handle).toBe('rude');
  });
});

describe('first requests at the same time', () => {
  it('of one identity end in one person', async () => {
    const before = await countUsers();
    const token = await tokenOf(newSubject(), { preferred_username: 'race' });
    let asked: Promise<Who>[] = [];
    await whileLocked(server.database, 'users', async (until) => {
      asked = Array.from({ length: 6 }, () => whoIs(token));
      await until(6);
    });
    const people = await Promise.all(asked);
    expect(new Set(people.map(({ id }) => id)).size).toBe(1);
    expect(await countUsers()).toBe(before + 1);
  });

  it('of many identities of one name end in as many people', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 20 }, () => tokenOf(newSubject(), { preferred_username: 'crowd' })),
    );
    const people = await Promise.all(tokens.map(whoIs));
    expect(new Set(people.map(({ handle }) => handle)).size).toBe(20);
  });
});

describe('an identity whose account was deleted', () => {
  const remove = (token: string, handle: string) =>
    server.data(`mutation { deleteAccount(input: { handle: "${handle}" }) { deletedId } }`, {}, token);

  /** Lets time pass since the deletion. */
  const waitAnHour = () =>
    server.database.pool.query(`update ended_identities set ended_at = ended_at - interval '1 hour'`);

  it('does not come back by a token from before, and is a new person by one from after', async () => {
    const subject = newSubject();
    const claims = { preferred_username: 'phoenix' };
    const token = await tokenOf(subject, claims);
    const first = await whoIs(token);
    await remove(token, 'phoenix');

    for (const stale of [
      token,
      await tokenOf(subject, claims),
      await tokenOf(subject, { ...claims, iat: undefined as never }),
    ]) {
      const { data, errors } = await server.ask('{ viewer { id } }', {}, stale);
      expect(data).toBeUndefined();
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect(errors?.[0]?.message).toMatch(/was deleted; signing in again after 20.*Z makes a new one/);
    }

    await waitAnHour();
    const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;
    // A token renewed without the person there tells when they signed in.
    const renewed = await tokenOf(subject, { ...claims, auth_time: secondsAgo(7200) });
    expect((await server.ask('{ viewer { id } }', {}, renewed)).errors?.[0]?.message).toMatch(/was deleted/);
    const again = await whoIs(await tokenOf(subject, { ...claims, auth_time: secondsAgo(60) }));
    expect(again.handle).toBe('phoenix');
    expect(again.id).not.toBe(first.id);
  });

  it('leaves nothing that says who it was', async () => {
    const subject = 'a-subject-to-forget';
    const token = await tokenOf(subject, { preferred_username: 'forget-me' });
    await whoIs(token);
    await remove(token, 'forget-me');
    const { rows } = await server.database.pool.query<{ text: string }>(
      `select e::text as text from ended_identities e union all select i::text from identities i union all select u::text from users u`,
    );
    expect(rows.filter(({ text }) => /forget/.test(text))).toEqual([]);
  });
});
