import type { ClientBase } from 'pg';
import { checkWebhooks } from '../../src/doctor/check-webhooks';
import type { Finding } from '../../src/doctor/finding';
import type { DatabaseNeeds } from '../../src/doctor/settings';
import { SecretBox } from '../../src/lib/secret-box';
import { startTestServer, TestServer, WEBHOOK_RULES } from '../support/test-server';
import { call } from '../webhooks/webhook-client';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const { secretBox } = WEBHOOK_RULES;
const found = (key: SecretBox | null): Promise<Finding> =>
  checkWebhooks(server.database.pool as unknown as ClientBase, { secretBox: key } as DatabaseNeeds);

it('says of webhooks whether they can be signed, and whether somebody delivers', async () => {
  expect(await found(null)).toEqual({
    verdict: 'sound',
    says: 'SECRET_KEY is not set, so this deployment has no webhooks.',
  });
  const ada = await server.signUp('ada', ['write']);
  const { webhook } = await call(server, 'createWebhook', { url: 'https://example.org/' }, ada);
  await call(server, 'createWebhook', { url: 'https://example.org/' }, ada);
  expect(await found(secretBox)).toMatchObject({
    verdict: 'sound',
    says: 'SECRET_KEY fits 2 webhooks, of which 0 are disabled.',
  });
  expect(await found(null)).toMatchObject({
    verdict: 'broken',
    says: 'SECRET_KEY is not set: nothing is sent to 2 webhooks.',
  });
  expect(await found(new SecretBox('another key that is good for tests alone'))).toMatchObject({
    verdict: 'broken',
    says: 'SECRET_KEY is not the key by which 2 of 2 webhooks were made: nothing is sent to those.',
  });
  await call(server, 'updateWebhook', { webhookId: webhook?.id, isEnabled: false }, ada);
  await server.database.pool.query(`update webhooks set due_at = now() - interval '10 min' where state = 'ENABLED'`);
  expect(await found(secretBox)).toMatchObject({
    verdict: 'doubtful',
    says: 'Something has waited for 10 minutes to be sent to a webhook.',
  });
  await server.database.pool.query('update webhooks set due_at = null');
  expect((await found(secretBox)).says).toBe('SECRET_KEY fits 2 webhooks, of which 1 is disabled.');
});
