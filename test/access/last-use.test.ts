import { pollUntil } from '../../src/lib/poll-until';
import { startTestServer, TestServer } from '../support/test-server';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const use = (bearer: string) => server.data('{ viewer { handle } }', {}, bearer);

async function lastUseOf(handle: string): Promise<Date | null> {
  const { rows } = await server.database.pool.query<{ at: Date | null }>(
    'select last_used_at as at from access_tokens where user_id = (select id from users where handle = $1)',
    [handle],
  );
  return rows[0]?.at ?? null;
}

async function untilNoted(handle: string, meanwhile: () => Promise<unknown> = () => Promise.resolve()): Promise<Date> {
  const ask = async () => {
    await meanwhile();
    return (await lastUseOf(handle)) ?? undefined;
  };
  const noted = await pollUntil(ask, { withinMs: 20_000, everyMs: 50 });
  if (!noted) throw new Error(`The use of the token of ${handle} was never noted.`);
  return noted;
}

async function setLastUse(handle: string, secondsAgo: number): Promise<Date | null> {
  await server.database.pool.query(
    `update access_tokens set last_used_at = now() - make_interval(secs => $2)
     where user_id = (select id from users where handle = $1)`,
    [handle, secondsAgo],
  );
  return lastUseOf(handle);
}

describe('AccessToken.lastUsedAt', () => {
  it('is null for one that was never used, and then the time of its use', async () => {
    const ada = await server.signUp('ada');
    expect(await lastUseOf('ada')).toBeNull();
    const query = '{ viewer { accessTokens { nodes { lastUsedAt } } } }';
    await server.data(query, {}, ada);
    const noted = await untilNoted('ada');
    expect(await server.data(query, {}, ada)).toEqual({
      viewer: { accessTokens: { nodes: [{ lastUsedAt: noted.toISOString() }] } },
    });
  });

  it('is noted again only when a minute has passed', async () => {
    const [fresh, stale] = [await server.signUp('fresh'), await server.signUp('stale')];
    const atFirst = await setLastUse('fresh', 30);
    const before = await setLastUse('stale', 61);
    await Promise.all([use(fresh), use(stale)]);
    const isNotedAnew = async () => ((await lastUseOf('stale'))?.getTime() !== before?.getTime() ? true : undefined);
    expect(await pollUntil(isNotedAnew, { withinMs: 20_000, everyMs: 50 })).toBe(true);
    // A later one, so that whatever would have been written with the last has been.
    await use(await server.signUp('later'));
    await untilNoted('later');
    expect(await lastUseOf('fresh')).toEqual(atFirst);
  });

  it('costs no request its answer where it cannot be written, and is tried again', async () => {
    const ada = await server.signUp('ada');
    await server.database.pool.query(`
      create sequence refused;
      create function refuse() returns trigger language plpgsql as $$
        begin perform nextval('refused'); raise exception 'no'; end $$;
      create trigger refuse before update on access_tokens for each row execute function refuse();`);
    const isRefused = async () => {
      expect(await use(ada)).toEqual({ viewer: { handle: 'ada' } });
      const { rows } = await server.database.pool.query<{ refused: boolean }>(
        'select is_called as refused from refused',
      );
      return rows[0]?.refused || undefined;
    };
    expect(await pollUntil(isRefused, { withinMs: 20_000, everyMs: 50 })).toBe(true);
    await server.database.pool.query('drop trigger refuse on access_tokens');
    await untilNoted('ada', () => use(ada));
  });
});
