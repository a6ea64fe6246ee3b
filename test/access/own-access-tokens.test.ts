import { makeOwnAccessToken } from '../../src/access/own-access-tokens.service';
import { nodeId } from '../../src/graphql/node';
import { setUserRole } from '../../src/users/user.service';
import { upTo } from '../support/fixtures';
import { rememberSecret } from '../support/secrets/known-secrets';
import { startTestServer, TestServer } from '../support/test-server';
import { answered, createToken, revokeToken } from './token-client';
import { memberWith } from '../support/viewers';
import { untilWaiting } from '../support/lock-waiters';

const DAY_MS = 86_400_000;
const daysAhead = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

let server: TestServer;
let ada: string;
let people = 0;
beforeAll(async () => {
  server = await startTestServer();
  ada = await server.signUp('ada', ['write']);
});
afterAll(() => server.close());

const newPerson = (scopes: Parameters<TestServer['signUp']>[1] = ['write']) =>
  server.signUp(`person-${++people}`, scopes);
const viewerOf = async (bearer: string) =>
  (await server.ask<{ viewer: { handle: string } | null }>('{ viewer { handle } }', {}, bearer)).data?.viewer?.handle;

describe('createAccessToken', () => {
  it('makes a token that works as its owner, and shows the secret on the payload alone', async () => {
    const { accessToken, secret, userErrors } = await answered(
      createToken(server, { name: ' nightly sync ', scopes: ['VOTE', 'READ', 'VOTE'], clientMutationId: 'c1' }, ada),
    );
    expect(userErrors).toEqual([]);
    expect(accessToken).toMatchObject({ name: 'nightly sync', scopes: ['READ', 'VOTE'], revokedAt: null });
    expect(secret).toMatch(/^dp_[0-9A-Za-z]{36}$/);
    expect(await viewerOf(secret ?? '')).toBe('ada');
    const { rows } = await server.database.pool.query<object>('select t::text from access_tokens t');
    expect(JSON.stringify(rows)).not.toContain(secret);
    const listed = await server.data('{ viewer { accessTokens { nodes { id } } } }', {}, ada);
    expect(JSON.stringify(listed)).toContain(accessToken?.id);
  });

  it('lets it live for 90 days where nothing is said, and for as long as is said up to 366 days', async () => {
    const { accessToken } = await answered(createToken(server, { expiresAt: null }, ada));
    const life = Date.parse(accessToken?.expiresAt ?? '') - Date.now();
    expect(life / DAY_MS).toBeGreaterThan(89.9);
    expect(life / DAY_MS).toBeLessThanOrEqual(90);
    const expiresAt = daysAhead(365.9);
    expect((await answered(createToken(server, { expiresAt }, ada))).accessToken).toMatchObject({ expiresAt });
  });

  it.each([
    [
      { expiresAt: '2020-01-01T00:00:00.000Z' },
      ['input', 'expiresAt'],
      /cannot expire at 2020-01-01T00:00:00.000Z; .* 366 days/,
    ],
    [{ expiresAt: daysAhead(367) }, ['input', 'expiresAt'], /366 days/],
    [{ name: '' }, ['input', 'name'], /^"" cannot be a name; it takes 1 to 100 characters.$/],
    [{ name: ' \t' }, ['input', 'name'], /cannot be a name/],
    [{ name: 'x'.repeat(101) }, ['input', 'name'], /1 to 100/],
    [{ scopes: [] }, ['input', 'scopes'], /name one/],
  ])('refuses %j and changes nothing', async (input, path, sentence) => {
    const bearer = await newPerson();
    const { accessToken, secret, userErrors } = await answered(createToken(server, input, bearer));
    expect({ accessToken, secret }).toEqual({ accessToken: null, secret: null });
    expect(userErrors).toEqual([{ code: 'INVALID_VALUE', path, message: expect.stringMatching(sentence) as unknown }]);
    const { viewer } = await server.data<{ viewer: object }>('{ viewer { accessTokens { totalCount } } }', {}, bearer);
    expect(viewer).toEqual({ accessTokens: { totalCount: 1 } });
  });

  it('counts a character outside the basic plane as one', async () => {
    const name = '𝒳'.repeat(100);
    expect((await answered(createToken(server, { name }, ada))).accessToken).toMatchObject({ name });
  });

  it.each([
    [['write'], ['READ', 'VOTE', 'WRITE']],
    [
      ['read', 'moderate'],
      ['READ', 'VOTE', 'WRITE', 'MODERATE'],
    ],
    [['admin'], ['READ', 'VOTE', 'WRITE', 'MODERATE', 'ADMIN']],
  ] as const)('lets a bearer that holds %j give %j and nothing above', async (held, given) => {
    const bearer = await newPerson([...held]);
    for (const scope of ['READ', 'VOTE', 'WRITE', 'MODERATE', 'ADMIN']) {
      const { accessToken, userErrors } = await answered(createToken(server, { scopes: [scope] }, bearer));
      const isHeld = (given as readonly string[]).includes(scope);
      expect(accessToken?.scopes).toEqual(isHeld ? [scope] : undefined);
      const message = `The bearer of this request does not hold ${scope}; it can give ${given.join(', ')}.`;
      expect(userErrors).toEqual(isHeld ? [] : [{ code: 'SCOPE_NOT_HELD', path: ['input', 'scopes'], message }]);
    }
  });

  it('needs a signed-in person whose token may write', async () => {
    expect((await createToken(server, {})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const voter = await newPerson(['vote']);
    const { data, errors } = await createToken(server, {}, voter);
    expect([data?.answer, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
  });

  it('stops at 50 tokens that work; revoked and expired ones do not count', async () => {
    const bearer = await newPerson();
    const all = await Promise.all(upTo(51).map(() => answered(createToken(server, {}, bearer))));
    const made = all.filter(({ accessToken }) => accessToken !== null);
    expect(made).toHaveLength(49);
    const refused = all.find(({ accessToken }) => accessToken === null);
    expect(refused?.userErrors).toMatchObject([{ code: 'LIMIT_REACHED', path: null }]);
    expect(refused?.userErrors[0]?.message).toContain('50 access tokens');

    const [revoked, expired] = made.map(({ accessToken }) => accessToken?.id ?? '');
    await revokeToken(server, revoked ?? '', bearer);
    await server.database.pool.query(`update access_tokens set expires_at = now() - interval '1 ms' where id = $1`, [
      rowOf(expired ?? ''),
    ]);
    const more = await Promise.all(upTo(3).map(() => answered(createToken(server, {}, bearer))));
    expect(more.filter(({ accessToken }) => accessToken !== null)).toHaveLength(2);
  });
});

describe('two who make the last token at once', () => {
  it('wait for each other: one gets it', async () => {
    const { pool } = server.database;
    const bearer = await newPerson();
    await Promise.all(upTo(48).map(() => answered(createToken(server, {}, bearer))));
    const { rows } = await pool.query<{ id: number }>('select id from users where handle = $1', [`person-${people}`]);
    const viewer = memberWith('write', rows[0]?.id ?? 0);
    let second: ReturnType<typeof createToken> | undefined;
    await server.database.transaction(async (sql) => {
      const { secret } = await makeOwnAccessToken(sql, viewer, { name: 'the last', scopes: ['read'] });
      rememberSecret(secret);
      second = createToken(server, {}, bearer);
      await untilWaiting(pool);
    });
    expect((await second)?.data?.answer?.userErrors).toMatchObject([{ code: 'LIMIT_REACHED' }]);
  });
});

describe('revokeAccessToken', () => {
  it('ends a token of one’s own from the next request on, once', async () => {
    const { accessToken, secret } = await answered(createToken(server, {}, ada));
    const first = await answered(revokeToken(server, accessToken?.id ?? '', ada));
    expect(first).toMatchObject({ accessToken: { id: accessToken?.id }, userErrors: [] });
    expect(Date.parse(first.accessToken?.revokedAt ?? '')).toBeGreaterThan(0);
    const { errors } = await server.ask('{ viewer { handle } }', {}, secret ?? '');
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await answered(revokeToken(server, accessToken?.id ?? '', ada))).toEqual(first);
  });

  it('may end the very token that asks', async () => {
    const { accessToken, secret } = await answered(createToken(server, { scopes: ['WRITE'] }, ada));
    await answered(revokeToken(server, accessToken?.id ?? '', secret ?? ''));
    expect(await viewerOf(secret ?? '')).toBeUndefined();
  });

  it.each(['', 'nonsense', nodeId('AccessToken', 999_999), nodeId('User', 1)])(
    'finds none under the id %j',
    async (id) => {
      const { accessToken, userErrors } = await answered(revokeToken(server, id, ada));
      expect(accessToken).toBeNull();
      const message = `There is no access token of yours with the id ${JSON.stringify(id)}.`;
      expect(userErrors).toEqual([{ code: 'NOT_FOUND', message, path: ['input', 'accessTokenId'] }]);
    },
  );

  it.each([
    ['another person', 'MEMBER', ['write'], false],
    ['one whose token has the scope alone', 'MODERATOR', ['admin'], false],
    ['an administrator whose token lacks the scope', 'ADMIN', ['moderate'], false],
    ['an administrator with the scope', 'ADMIN', ['admin'], true],
  ] as const)('by %s', async (_, role, scopes, isDone) => {
    const { accessToken, secret } = await answered(createToken(server, {}, ada));
    const bearer = await newPerson([...scopes]);
    await setUserRole(server.database, `person-${people}`, role);
    const { userErrors } = await answered(revokeToken(server, accessToken?.id ?? '', bearer));
    expect(userErrors.map(({ code }) => code)).toEqual(isDone ? [] : ['NOT_FOUND']);
    expect(await viewerOf(secret ?? '')).toBe(isDone ? undefined : 'ada');
  });

  it('needs a signed-in person whose token may write', async () => {
    const { accessToken } = await answered(createToken(server, {}, ada));
    const id = accessToken?.id ?? '';
    expect((await revokeToken(server, id)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const { secret } = await answered(createToken(server, { scopes: ['VOTE'] }, ada));
    expect((await revokeToken(server, id, secret ?? '')).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

const rowOf = (id: string) => Number(Buffer.from(id, 'base64url').toString().split(':')[1]);
