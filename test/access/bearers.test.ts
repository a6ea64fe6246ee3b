import { upTo } from '../support/fixtures';
import { startTestServer, TestServer } from '../support/test-server';
import { createToken, answered, revokeToken } from './token-client';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('bearers of requests that arrive together', () => {
  it('are each told who they are, and those that are no good are refused alone', async () => {
    const handles = upTo(12).map((number) => `person-${number}`);
    const good: string[] = [];
    for (const handle of handles) good.push(await server.signUp(handle, ['write']));
    const { accessToken, secret } = await answered(createToken(server, {}, good[0]));
    await answered(revokeToken(server, accessToken?.id ?? '', good[0]));
    // Well-formed, and of another deployment.
    const unknown = 'dp_ExampleExampleExampleExampleEx1yaZkx';
    // Somebody asks twice.
    const sent = [...good.slice(0, 6), secret ?? '', ...good.slice(4), unknown];

    const answers = await Promise.all(
      sent.map((bearer) => server.ask<{ viewer: { handle: string } }>('{ viewer { handle } }', {}, bearer)),
    );

    expect(answers.map(({ data, errors }) => data?.viewer.handle ?? errors?.[0]?.message)).toEqual([
      ...handles.slice(0, 6),
      'The access token was revoked; make a new one.',
      ...handles.slice(4),
      'The access token is unknown; it may belong to another deployment.',
    ]);
  });
});
