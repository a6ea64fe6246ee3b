import { DomainError, UserErrorCode } from '../../src/graphql/user-error';
import { createTestDatabase, TestDatabase } from '../support/test-database';
import { upTo } from '../support/fixtures';
import { keysIn, makeNote, notesIn, OtherNotePayload, writeNote } from './direct';
import { untilWaiting } from '../support/lock-waiters';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
  await test.database.pool.query(`insert into users (handle, name) values ('ada', 'Ada'), ('bo', 'Bo')`);
});
afterEach(() => test.drop());

const mustNotRun = () => Promise.reject(new Error('This was to be answered from what was kept.'));
const query = (text: string) => test.database.pool.query(text);

describe('a key', () => {
  const input = { idempotencyKey: 'k', text: 'hello', about: { one: 1, two: [2, { three: 3, four: null }] } };

  it.each([
    ['the same input', input],
    [
      'fields in another order',
      { about: { two: [2, { four: null, three: 3 }], one: 1 }, text: 'hello', idempotencyKey: 'k' },
    ],
    ['null for what was left out', { ...input, about: { ...input.about, five: null, two: [2, { three: 3 }] } }],
    ['another clientMutationId', { ...input, clientMutationId: 'other' }],
  ])('answers what came of the first time for %s', async (_, again) => {
    const first = await makeNote(test.database, input, writeNote('first'));
    expect(first).toEqual({ note: 'first', userErrors: [], clientMutationId: null });
    const { clientMutationId = null } = again as { clientMutationId?: string };
    expect(await makeNote(test.database, again, mustNotRun)).toEqual({ ...first, clientMutationId });
  });

  it.each([
    ['another text', { ...input, text: 'Hello' }],
    ['a list in another order', { ...input, about: { one: 1, two: [{ three: 3, four: null }, 2] } }],
    ['less', { idempotencyKey: 'k', text: 'hello' }],
    ['a number for a text', { ...input, about: { ...input.about, one: '1' } }],
  ])('is refused with %s', async (_, other) => {
    await makeNote(test.database, input, writeNote('first'));
    const { note, userErrors } = await makeNote(test.database, other, mustNotRun);
    expect(note).toBeNull();
    const message = 'The idempotency key "k" was sent with another input before; send a new key for a new input.';
    expect(userErrors).toEqual([{ code: 'IDEMPOTENCY_KEY_REUSED', message, path: ['input', 'idempotencyKey'] }]);
    expect(await makeNote(test.database, input, mustNotRun)).toMatchObject({ note: 'first' });
  });

  it('belongs to one person and one mutation, and another key is another one', async () => {
    await makeNote(test.database, input, writeNote('first'));
    await makeNote(test.database, input, writeNote('of another person'), { userId: 2 });
    await makeNote(test.database, input, writeNote('of another mutation'), { payload: OtherNotePayload });
    await makeNote(test.database, { ...input, idempotencyKey: 'K' }, writeNote('of another key'));
    expect(await notesIn(test.database)).toEqual([
      'first',
      'of another key',
      'of another mutation',
      'of another person',
    ]);
  });

  it('is needed by nobody: without one each request does its work', async () => {
    for (const name of ['a', 'b'])
      await makeNote(test.database, { text: 'hello', idempotencyKey: null }, writeNote(name));
    expect(await notesIn(test.database)).toEqual(['a', 'b']);
    expect(await keysIn(test.database)).toBe(0);
  });

  it('goes with its person', async () => {
    await makeNote(test.database, input, writeNote('first'));
    await query('delete from users where id = 1');
    expect(await keysIn(test.database)).toBe(0);
  });
});

describe('after 24 hours', () => {
  const input = { idempotencyKey: 'k', text: 'hello' };
  const age = (interval: string) => query(`update idempotency_keys set created_at = now() - interval '${interval}'`);

  it('a key is new, and not a minute sooner', async () => {
    await makeNote(test.database, input, writeNote('first'));
    await age('23 hours 59 minutes');
    expect(await makeNote(test.database, input, mustNotRun)).toMatchObject({ note: 'first' });
    // Times are kept to the nearest millisecond, which may be half a one ahead.
    await age('24 hours 1 millisecond');
    const changed = { ...input, text: 'changed' };
    expect(await makeNote(test.database, changed, writeNote('second'))).toMatchObject({ note: 'second' });
    expect(await makeNote(test.database, changed, mustNotRun)).toMatchObject({ note: 'second' });
  });

  it('keys are dropped by the next ones of anybody, ten at a time, the oldest first', async () => {
    await query(`
      insert into idempotency_keys (user_id, mutation, key, input_hash, outcome, created_at)
      select 2, 'Note', number, '', '{}', now() - make_interval(hours => 23 + number) from generate_series(1, 26) number;
      insert into idempotency_keys values (2, 'Note', 'recent', '', '{}', now() - interval '23 hours')`);
    const left: number[] = [];
    for (const key of ['a', 'b', 'c', 'd']) {
      await makeNote(test.database, { idempotencyKey: key }, writeNote(key));
      left.push(await keysIn(test.database));
    }
    // 26 expired, one recent, and one more with each.
    expect(left).toEqual([18, 9, 4, 5]);
    const { rows } = await test.database.pool.query('select from idempotency_keys where user_id = 2');
    expect(rows).toHaveLength(1);
  });
});

describe('what fails', () => {
  const input = { idempotencyKey: 'k' };

  it('by a rule of the domain is an answer too, which is kept, and what it wrote before is not', async () => {
    const refuse = async (sql: Parameters<ReturnType<typeof writeNote>>[0]) => {
      await writeNote('half')(sql);
      throw new DomainError(UserErrorCode.LIMIT_REACHED, 'Too many.', ['input', 'text']);
    };
    const first = await makeNote(test.database, input, refuse);
    const userErrors = [{ code: 'LIMIT_REACHED', message: 'Too many.', path: ['input', 'text'] }];
    expect(first).toEqual({ note: null, userErrors, clientMutationId: null });
    expect(await makeNote(test.database, input, mustNotRun)).toEqual(first);
    expect(await notesIn(test.database)).toEqual([]);
  });

  it('otherwise is not kept, nor what it wrote: the next one does the work', async () => {
    const fail = async (sql: Parameters<ReturnType<typeof writeNote>>[0]) => {
      await writeNote('half')(sql);
      throw new Error('the middle');
    };
    await expect(makeNote(test.database, input, fail)).rejects.toThrow('the middle');
    expect([await notesIn(test.database), await keysIn(test.database)]).toEqual([[], 0]);
    expect(await makeNote(test.database, input, writeNote('second'))).toMatchObject({ note: 'second' });
  });

  it('in keeping the key takes the work back', async () => {
    await query('alter table idempotency_keys add check (false)');
    await expect(makeNote(test.database, input, writeNote('first'))).rejects.toThrow('idempotency_keys');
    expect(await notesIn(test.database)).toEqual([]);
  });

  it('for the sake of another transaction is done again', async () => {
    let times = 0;
    const conflict = async (sql: Parameters<ReturnType<typeof writeNote>>[0]) => {
      if (++times === 1) await sql.query(`do $$ begin raise sqlstate '40P01'; end $$`);
      return writeNote('at last')(sql);
    };
    expect(await makeNote(test.database, input, conflict)).toMatchObject({ note: 'at last', userErrors: [] });
    expect(times).toBe(2);
  });
});

describe('two at once', () => {
  const input = { idempotencyKey: 'k' };

  /** Starts work that goes on when the test says so, and a second one that has to wait for it. */
  async function startTwo(second: Parameters<typeof makeNote>[2]) {
    let goOn: () => void = () => undefined;
    let fail: (error: Error) => void = () => undefined;
    const gate = new Promise<void>((resolve, reject) => ([goOn, fail] = [resolve, reject]));
    let isRunning: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (isRunning = resolve));
    const one = makeNote(test.database, input, async (sql) => {
      const done = await writeNote('one')(sql);
      isRunning();
      await gate;
      return done;
    });
    await running;
    const two = makeNote(test.database, input, second);
    await untilWaiting(test.database.pool);
    return { one, two, goOn, fail };
  }

  it('have one effect: the second waits for the first, then gets its answer', async () => {
    const { one, two, goOn } = await startTwo(mustNotRun);
    expect(await notesIn(test.database)).toEqual([]);
    goOn();
    expect(await two).toEqual(await one);
    expect(await notesIn(test.database)).toEqual(['one']);
  });

  it('leave the work to the second where the first fails', async () => {
    const { one, two, fail } = await startTwo(writeNote('two'));
    fail(new Error('the middle'));
    await expect(one).rejects.toThrow('the middle');
    expect(await two).toMatchObject({ note: 'two' });
    expect(await notesIn(test.database)).toEqual(['two']);
  });

  it('have one effect with many more than there are connections', async () => {
    let times = 0;
    const work = (sql: Parameters<ReturnType<typeof writeNote>>[0]) => writeNote(`time ${++times}`)(sql);
    const answers = await Promise.all(upTo(40).map(() => makeNote(test.database, input, work)));
    expect(new Set(answers.map(({ note }) => note))).toEqual(new Set(['time 1']));
    expect([times, await notesIn(test.database)]).toEqual([1, ['time 1']]);
  });
});
