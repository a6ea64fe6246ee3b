import { nodeId } from '../../src/graphql/node';
import { setUserRole } from '../../src/users/user.service';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
const tokens: Record<string, string> = {};
const ids: Record<string, string> = {};
beforeEach(async () => {
  server = await startTestServer();
  const people = ['ada', 'mo', 'max', 'root', 'boss'];
  for (const [index, handle] of people.entries()) {
    tokens[handle] = await server.signUp(handle, ['admin']);
    ids[handle] = nodeId('User', index + 1);
  }
  for (const handle of ['mo', 'max']) await setUserRole(server.database, handle, 'MODERATOR');
  for (const handle of ['root', 'boss']) await setUserRole(server.database, handle, 'ADMIN');
});
afterEach(() => server.close());

const SUSPENDED = 'suspension { reason suspendedAt endsAt suspendedBy { handle } }';
const SUSPEND = `mutation ($input: SuspendUserInput!) {
  suspendUser(input: $input) { user { handle ${SUSPENDED} } userErrors { code message path } }
}`;
const UNSUSPEND = `mutation ($input: UnsuspendUserInput!) {
  unsuspendUser(input: $input) { user { handle ${SUSPENDED} } userErrors { code message path } }
}`;
const REASON = 'You called the authors names.';

const suspend = (by: string, whom: string, more: object = {}) =>
  server.ask<{ suspendUser: unknown }>(SUSPEND, { input: { userId: ids[whom], reason: REASON, ...more } }, tokens[by]);
const unsuspend = (by: string, whom: string) =>
  server.ask<{ unsuspendUser: unknown }>(UNSUSPEND, { input: { userId: ids[whom] } }, tokens[by]);

const rename = (who: string) =>
  server.ask('mutation { updateProfile(input: { name: "New" }) { user { name } } }', {}, tokens[who]);

describe('suspendUser', () => {
  it('lets a person read and nothing else, at once, and tells them why', async () => {
    const suspension = {
      reason: REASON,
      suspendedAt: expect.stringMatching(/Z$/) as unknown,
      endsAt: null,
      suspendedBy: { handle: 'mo' },
    };
    expect(await suspend('mo', 'ada')).toEqual({
      data: { suspendUser: { user: { handle: 'ada', suspension }, userErrors: [] } },
    });
    expect(await server.data(`{ viewer { handle ${SUSPENDED} } }`, {}, tokens.ada)).toEqual({
      viewer: { handle: 'ada', suspension },
    });
    const { data, errors } = await rename('ada');
    expect(data).toEqual({ updateProfile: null });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(errors?.[0]?.message).toBe(`You are suspended and can only read, for this reason: ${REASON}`);
  });

  it('is recorded once, as the lifting of one that held is, without its reason', async () => {
    await suspend('mo', 'ada');
    await unsuspend('mo', 'ada');
    await unsuspend('mo', 'ada');
    await suspend('max', 'ada');
    await server.database.pool.query(
      `update suspensions set ends_at = now() - interval '1 ms' where lifted_at is null`,
    );
    await unsuspend('mo', 'ada');
    const { rows } = await server.database.pool.query<object>(
      `select kind, actor_id as by, subject_type || subject_id as whom from changes order by id`,
    );
    expect(rows).toEqual([
      { kind: 'USER_SUSPENDED', by: 2, whom: 'User1' },
      { kind: 'USER_UNSUSPENDED', by: 2, whom: 'User1' },
      { kind: 'USER_SUSPENDED', by: 3, whom: 'User1' },
    ]);
  });

  it('takes everything that a moderator may do from a moderator', async () => {
    expect((await suspend('root', 'mo')).errors).toBeUndefined();
    expect((await suspend('mo', 'ada')).errors?.[0]?.message).toMatch(/^You are suspended/);
    const query =
      '{ user(handle: "mo") { suspension { reason } } other: user(handle: "max") { suspension { reason } } }';
    await suspend('root', 'max');
    expect(await server.data(query, {}, tokens.mo)).toEqual({
      user: { suspension: { reason: REASON } },
      other: { suspension: null },
    });
  });

  it('ends by itself where it has an end', async () => {
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    expect((await suspend('mo', 'ada', { endsAt })).data).toMatchObject({
      suspendUser: { user: { suspension: { endsAt } } },
    });
    expect((await rename('ada')).errors?.[0]?.message).toContain(`You are suspended until ${endsAt} and can only read`);
    await server.database.pool.query(
      `update suspensions set suspended_at = suspended_at - interval '2 hours', ends_at = ends_at - interval '2 hours'`,
    );
    expect((await rename('ada')).errors).toBeUndefined();
    expect(await server.data(`{ viewer { suspension { reason } } }`, {}, tokens.ada)).toEqual({
      viewer: { suspension: null },
    });
  });

  it('puts the new one in place of the old one, and keeps both to be looked up', async () => {
    await suspend('mo', 'ada');
    await suspend('root', 'ada', { reason: 'Worse.' });
    expect(await server.data(`{ viewer { suspension { reason } } }`, {}, tokens.ada)).toEqual({
      viewer: { suspension: { reason: 'Worse.' } },
    });
    const { rows } = await server.database.pool.query(
      'select reason, suspended_by, lifted_by, lifted_at is null as holds from suspensions order by id',
    );
    expect(rows).toEqual([
      { reason: REASON, suspended_by: 2, lifted_by: 4, holds: false },
      { reason: 'Worse.', suspended_by: 4, lifted_by: null, holds: true },
    ]);
  });

  it('leaves one that holds where moderators act at the same time', async () => {
    const acts = Array.from({ length: 20 }, (_, turn) =>
      turn % 2 ? unsuspend('mo', 'ada') : suspend('max', 'ada', { reason: `Turn ${turn}.` }),
    );
    for (const { errors } of await Promise.all(acts)) expect(errors).toBeUndefined();
    const { rows } = await server.database.pool.query('select 1 from suspensions where lifted_at is null');
    expect(rows.length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['mo', 'mo', /Nobody can suspend themselves/],
    ['root', 'root', /Nobody can suspend themselves/],
    ['mo', 'max', /needs the role ADMIN, as "max" is a moderator or an admin/],
    ['mo', 'root', /needs the role ADMIN/],
    ['ada', 'mo', /needs the role MODERATOR; yours is MEMBER/],
  ])('by %s of %s is FORBIDDEN', async (by, whom, message) => {
    for (const { errors } of [await suspend(by, whom), await unsuspend(by, whom)]) {
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      expect(errors?.[0]?.message).toMatch(message);
    }
  });

  it('of an admin by another admin works', async () => {
    expect((await suspend('root', 'boss')).errors).toBeUndefined();
    expect((await unsuspend('root', 'boss')).errors).toBeUndefined();
  });

  it.each([
    [{ reason: ' ' }, 'INVALID_VALUE', 'reason', /" " has 0 characters; a reason takes 1 to 1000/],
    [{ reason: 'x'.repeat(1001) }, 'INVALID_VALUE', 'reason', /has 1001 characters/],
    [{ endsAt: '2020-01-01T00:00:00Z' }, 'INVALID_VALUE', 'endsAt', /"2020-01-01T00:00:00.000Z" is over/],
    [{ userId: 'nobody' }, 'NOT_FOUND', 'userId', /no person with the id "nobody"/],
    [{ userId: nodeId('User', 999) }, 'NOT_FOUND', 'userId', /no person with the id/],
    [{ userId: nodeId('Paper', 1) }, 'NOT_FOUND', 'userId', /no person with the id/],
  ])('refuses %j', async (input, code, field, message) => {
    expect((await suspend('mo', 'ada', input)).data?.suspendUser).toEqual({
      user: null,
      userErrors: [{ code, message: expect.stringMatching(message) as unknown, path: ['input', field] }],
    });
  });
});

describe('unsuspendUser', () => {
  it('lets a person act again at once, and succeeds where nothing is to be lifted', async () => {
    await suspend('mo', 'ada');
    for (let time = 0; time < 2; time++) {
      expect(await unsuspend('max', 'ada')).toEqual({
        data: { unsuspendUser: { user: { handle: 'ada', suspension: null }, userErrors: [] } },
      });
    }
    expect((await rename('ada')).errors).toBeUndefined();
  });

  it('is not for the person who is suspended', async () => {
    await suspend('root', 'mo');
    expect((await unsuspend('mo', 'mo')).errors?.[0]?.message).toMatch(/^You are suspended/);
    await suspend('root', 'boss');
    expect((await unsuspend('boss', 'boss')).errors?.[0]?.message).toMatch(/^You are suspended/);
  });
});
