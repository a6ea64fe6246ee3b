import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { startTestServer } from '../support/test-server';

/** A server that writes its log into a list of lines. */
async function loggedServer(slowOperationMs: number) {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  return { lines, server: await startTestServer({ log, slowOperationMs }) };
}

const QUERY = 'query SlowOne($handle: String!) { user(handle: $handle) { name } }';

describe('the log of slow operations', () => {
  it('says by what an operation can be found again, and nothing of what it says', async () => {
    const { lines, server } = await loggedServer(0);
    try {
      const token = await server.signUp('ada');
      await server.data(QUERY, { handle: 'a-private-word' }, token);
      await server.ask('{');
    } finally {
      await server.close();
    }

    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain('a-private-word');
    const [line, broken] = lines.map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(line).toMatchObject({
      level: 40,
      msg: 'a slow operation',
      operationName: 'SlowOne',
      operationType: 'query',
      documentHash: createHash('sha256').update(QUERY).digest('hex'),
      cost: 2,
      statements: 2,
      outcome: 'ok',
      viewer: 'access token',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    });
    expect(Object.keys(line!)).not.toEqual(expect.arrayContaining(['query', 'variables']));
    expect(broken).toMatchObject({ operationName: null, operationType: 'none', viewer: 'nobody' });
  });

  it('has one line an operation, whatever its name, and none for quick ones', async () => {
    const slow = await loggedServer(0);
    const quick = await loggedServer(600_000);
    const name = `N${'_'.repeat(5_000)}`;
    try {
      await slow.server.data(`query ${name} { __typename }`);
      await quick.server.data(QUERY, { handle: 'ada' });
    } finally {
      await Promise.all([slow.server.close(), quick.server.close()]);
    }

    expect(quick.lines).toEqual([]);
    expect(slow.lines).toHaveLength(1);
    expect(slow.lines[0]!.length).toBeLessThan(600);
    expect(slow.lines[0]!.match(/\n/g)).toHaveLength(1);
  });
});
