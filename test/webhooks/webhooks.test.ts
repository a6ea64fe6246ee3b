import { nodeId } from '../../src/graphql/node';
import { startTestServer, TestServer } from '../support/test-server';
import { call, look } from './webhook-client';

const URL_OK = 'https://example.org/hooks?of=ada';

let server: TestServer;
let ada: string;
beforeEach(async () => {
  server = await startTestServer();
  ada = await server.signUp('ada', ['write']);
});
afterEach(() => server.close());

const create = (input: object = {}, token = ada) => call(server, 'createWebhook', { url: URL_OK, ...input }, token);
const rows = async <Row extends object>(sql: string) => (await server.database.pool.query<Row>(sql)).rows;

describe('createWebhook', () => {
  it('answers the webhook and its secret, which is not shown again', async () => {
    const kinds = ['PAPER_UPVOTED', 'PAPER_LISTED', 'PAPER_UPVOTED'];
    const { webhook, secret, userErrors } = await create({ kinds, description: ' for my site ' });
    expect(userErrors).toEqual([]);
    expect(webhook).toEqual({
      id: nodeId('Webhook', 1),
      url: URL_OK,
      kinds: ['PAPER_UPVOTED', 'PAPER_LISTED'],
      description: 'for my site',
      state: 'ENABLED',
      disabledReason: null,
      disabledAt: null,
      previousSecretEndsAt: null,
    });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await look(server, ada)).toEqual([{ ...webhook, deliveries: [] }]);
  });

  it('makes one for an idempotency key, and shows its secret once', async () => {
    const first = await create({ idempotencyKey: 'once' });
    const again = await create({ idempotencyKey: 'once' });
    expect(again).toMatchObject({ webhook: first.webhook, secret: null, userErrors: [{ code: 'SECRET_SHOWN_ONCE' }] });
    expect(await look(server, ada)).toHaveLength(1);
  });

  it('makes as many as a person may have, also of those at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => create()));
    const refused = answers.filter(({ webhook }) => !webhook);
    expect(await look(server, ada)).toHaveLength(10);
    const message = 'You have 10 webhooks, which is the most; delete one that you do not need.';
    expect(refused.map(({ userErrors }) => userErrors)).toEqual(
      Array(2).fill([{ code: 'LIMIT_REACHED', message, path: null }]),
    );
  });

  it('says that webhooks are off where there is no key', async () => {
    const { webhook } = await create();
    const without = await startTestServer({ webhookRules: { secretBox: null } });
    const token = await without.signUp('ada', ['write']);
    const message =
      'This deployment sends no webhooks: whoever runs it has to set SECRET_KEY, by which their secrets are kept.';
    const off = [{ code: 'WEBHOOKS_OFF', message, path: null }];
    const ids = { webhookId: webhook?.id };
    expect((await call(without, 'createWebhook', { url: URL_OK }, token)).userErrors).toEqual(off);
    expect((await call(without, 'rotateWebhookSecret', ids, token)).userErrors).toEqual(off);
    expect((await call(without, 'sendTestDelivery', ids, token)).userErrors).toEqual(off);
    expect((await call(without, 'redeliver', { deliveryId: 'x' }, token)).userErrors).toEqual(off);
    await without.close();
  });

  it.each([
    ['', '"" has 0 characters; a description takes 1 to 200, not counting white space at its ends.'],
    ['x'.repeat(201), / has 201 characters; a description takes 1 to 200/],
  ])('refuses the description %j', async (description, message) => {
    const { userErrors } = await create({ description });
    expect(userErrors).toEqual([
      {
        code: 'INVALID_VALUE',
        message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
        path: ['input', 'description'],
      },
    ]);
  });
});

describe('updateWebhook', () => {
  it('changes what is named and leaves the rest', async () => {
    const { webhook } = await create({ kinds: ['PAPER_ADDED'], description: 'mine' });
    const update = async (input: object) =>
      (await call(server, 'updateWebhook', { webhookId: webhook?.id, ...input }, ada)).webhook;
    expect(await update({})).toEqual(webhook);
    expect(await update({ url: 'https://example.com' })).toEqual({ ...webhook, url: 'https://example.com/' });
    expect(await update({ kinds: [], description: null })).toMatchObject({ kinds: [], description: null });
    expect(await update({ isEnabled: false })).toMatchObject({
      state: 'DISABLED',
      disabledReason: 'Its owner disabled it.',
      disabledAt: expect.any(String) as string,
    });
    expect(await update({ isEnabled: true })).toMatchObject({
      state: 'ENABLED',
      disabledReason: null,
      disabledAt: null,
    });
  });

  it.each(['url', 'kinds', 'isEnabled'])('refuses null for %s', async (field) => {
    const { webhook } = await create();
    const query = 'mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { id } } }';
    const { errors } = await server.ask(query, { input: { webhookId: webhook?.id, [field]: null } }, ada);
    expect(errors?.[0]).toMatchObject({
      message: `"input.${field}" is null; leave it out to keep it as it is.`,
      extensions: { code: 'BAD_USER_INPUT', argument: `input.${field}` },
    });
  });
});

describe('rotateWebhookSecret', () => {
  it('answers another secret, and says until when the one before signs too', async () => {
    const first = await create();
    const { webhook, secret } = await call(server, 'rotateWebhookSecret', { webhookId: first.webhook?.id }, ada);
    expect(secret).toMatch(/^whsec_/);
    expect(secret).not.toBe(first.secret);
    const hours = (Date.parse(webhook?.previousSecretEndsAt ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(24, 1);
    await rows(`update webhooks set previous_secret_ends_at = now() - interval '1 ms'`);
    expect(await look(server, ada)).toMatchObject([{ previousSecretEndsAt: null }]);
  });

  it('rotates once for an idempotency key', async () => {
    const { webhook } = await create();
    const input = { webhookId: webhook?.id, idempotencyKey: 'once' };
    await call(server, 'rotateWebhookSecret', input, ada);
    const before = await rows('select secret, previous_secret from webhooks');
    const again = await call(server, 'rotateWebhookSecret', input, ada);
    expect(again).toMatchObject({ secret: null, userErrors: [{ code: 'SECRET_SHOWN_ONCE' }] });
    expect(await rows('select secret, previous_secret from webhooks')).toEqual(before);
  });
});

describe('a webhook', () => {
  it('is for its owner alone', async () => {
    const { webhook } = await create();
    const id = webhook?.id ?? '';
    await call(server, 'sendTestDelivery', { webhookId: id }, ada);
    const [delivery] = (await look(server, ada))[0]?.deliveries ?? [];
    const bo = await server.signUp('bo', ['write']);
    const query = `{
      user(handle: "ada") { webhooks { totalCount } }
      webhook: node(id: "${id}") { id }
      delivery: node(id: "${delivery?.id}") { id }
    }`;
    expect(await server.data(query, {}, ada)).toEqual({
      user: { webhooks: { totalCount: 1 } },
      webhook: { id },
      delivery: { id: delivery?.id },
    });
    for (const token of [bo, undefined]) {
      expect(await server.data(query, {}, token)).toEqual({ user: { webhooks: null }, webhook: null, delivery: null });
    }
    const notFound = (field: string, what: string, of: string) => [
      { code: 'NOT_FOUND', message: `There is no ${what} with the id "${of}".`, path: ['input', field] },
    ];
    const noWebhook = notFound('webhookId', 'webhook of yours', id);
    for (const mutation of ['updateWebhook', 'deleteWebhook', 'rotateWebhookSecret', 'sendTestDelivery'] as const) {
      expect((await call(server, mutation, { webhookId: id }, bo)).userErrors).toEqual(noWebhook);
    }
    const noDelivery = notFound('deliveryId', 'delivery to a webhook of yours', delivery?.id ?? '');
    expect((await call(server, 'redeliver', { deliveryId: delivery?.id }, bo)).userErrors).toEqual(noDelivery);
  });

  it('goes with all that waits for it, by itself and with its owner', async () => {
    const [one, two] = [await create(), await create()];
    for (const { webhook } of [one, two]) {
      await call(server, 'sendTestDelivery', { webhookId: webhook?.id }, ada);
    }
    const { deletedId } = await call(server, 'deleteWebhook', { webhookId: one.webhook?.id }, ada);
    expect(deletedId).toBe(one.webhook?.id);
    expect(await rows('select id from webhooks')).toEqual([{ id: 2 }]);
    expect(await rows('select webhook_id from webhook_deliveries')).toEqual([{ webhook_id: 2 }]);

    await server.data('mutation { deleteAccount(input: { handle: "ada" }) { deletedId } }', {}, ada);
    expect(await rows('select id from webhooks')).toEqual([]);
    expect(await rows('select id from webhook_deliveries')).toEqual([]);
  });
});
