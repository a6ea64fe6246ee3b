import { forgetOldChanges } from '../../src/changes/retention.service';
import type { Viewer } from '../../src/graphql/viewer';
import { SecretBox } from '../../src/lib/secret-box';
import { lockOwnWebhook } from '../../src/webhooks/owning/own-webhook.query';
import { rotateSecret } from '../../src/webhooks/owning/rotate-secret.service';
import { dropOldDeliveries } from '../../src/webhooks/working/drop-old-deliveries.service';
import { Fixtures, upTo } from '../support/fixtures';
import { rememberSecretsIn } from '../support/secrets/known-secrets';
import { until } from '../support/until';
import { happen } from './delivering';
import { HookedServer } from './hooked-server';
import { answering, isGenuine, Receiver, silent } from './receiver';
import { call, look } from './webhook-client';

let hooked: HookedServer;
beforeEach(async () => {
  hooked = await HookedServer.open();
});
afterEach(() => hooked.close());

describe('rotateWebhookSecret', () => {
  it('leaves deliveries signed by both secrets until the overlap is over', async () => {
    const { webhook, secret: before } = await hooked.create();
    hooked.start();
    const { secret } = await call(hooked.server, 'rotateWebhookSecret', { webhookId: webhook.id }, hooked.ada);
    await happen(hooked.server.database, [1]);
    await hooked.got(1);
    await hooked.rows(`update webhooks set previous_secret_ends_at = now() - interval '1 ms'`);
    await happen(hooked.server.database, [2]);
    await hooked.got(2);
    const signedBy = hooked.receiver.received.map((one) => [isGenuine(one, before), isGenuine(one, secret ?? '')]);
    expect(signedBy).toEqual([
      [true, true],
      [false, true],
    ]);
  });
});

describe('sendTestDelivery', () => {
  it('sends one that says so, once, whatever comes of it', async () => {
    const { webhook, secret } = await hooked.create({ kinds: ['PAPER_ADDED'] });
    hooked.receiver.answer = answering(500);
    hooked.start();
    const { delivery } = await call(hooked.server, 'sendTestDelivery', { webhookId: webhook.id }, hooked.ada);
    expect(delivery).toMatchObject({ origin: 'TEST', kind: null, subject: null, state: 'PENDING', attempts: 0 });
    const failed = await until('it fails', async () => {
      const now = await hooked.delivery();
      return now.state === 'FAILED' && now;
    });
    expect(failed).toMatchObject({ id: delivery?.id, attempts: 1, error: 'The receiver answered 500.' });
    expect(hooked.receiver.received).toMatchObject([{ type: 'webhook.test', data: { webhookId: webhook.id } }]);
    expect(isGenuine(hooked.receiver.received[0]!, secret)).toBe(true);
    expect(await hooked.webhook()).toMatchObject({ state: 'ENABLED' });
  });
});

describe('redeliver', () => {
  it('sends what was delivered once more, as the same message', async () => {
    await hooked.create();
    hooked.start();
    await happen(hooked.server.database, [1]);
    await hooked.untilDelivered(1);
    const { delivery } = await call(
      hooked.server,
      'redeliver',
      { deliveryId: (await hooked.delivery()).id },
      hooked.ada,
    );
    expect(delivery).toMatchObject({ origin: 'REDELIVERY', kind: 'PAPER_UPVOTED', state: 'PENDING' });
    await hooked.untilDelivered(2);
    const [first, second] = hooked.receiver.received;
    expect(second).toMatchObject({ id: first?.id, body: first?.body });
  });

  it('sends what waits for its next attempt now', async () => {
    await hooked.create();
    hooked.receiver.answer = answering(500);
    hooked.start({ pace: { retryDelaysMs: [600_000], restMs: 600_000, restMaxMs: 600_000 } });
    await happen(hooked.server.database, [1]);
    const waiting = await hooked.failed();
    hooked.receiver.answer = answering(200);
    const { delivery } = await call(hooked.server, 'redeliver', { deliveryId: waiting.id }, hooked.ada);
    expect(delivery?.id).toBe(waiting.id);
    await hooked.untilDelivered(1);
  });

  it('sends nothing of the stream to a webhook that is disabled, and says what to do', async () => {
    await hooked.create();
    hooked.receiver.answer = answering(410);
    hooked.start();
    await happen(hooked.server.database, [1]);
    await hooked.untilDisabled();
    const { userErrors } = await call(
      hooked.server,
      'redeliver',
      { deliveryId: (await hooked.delivery()).id },
      hooked.ada,
    );
    const message =
      'The webhook is disabled, and this delivery is to come once it is enabled; enable it to have it sent.';
    expect(userErrors).toEqual([{ code: 'WEBHOOK_DISABLED', message, path: ['input', 'deliveryId'] }]);
  });
});

describe('what waits for a webhook', () => {
  it('is bounded: the rest waits in the stream, and comes as well', async () => {
    await hooked.create();
    hooked.receiver.answer = answering(500);
    hooked.start({ pace: { retryDelaysMs: [600_000], restMs: 600_000, restMaxMs: 600_000 } });
    await hooked.rows(`insert into changes (kind, subject_type, subject_id, paper_id, transaction_id)
      select 'PAPER_UPVOTED', 'Paper', number, number, pg_current_xact_id()::text::bigint from generate_series(1, 1300) number`);
    await until(
      'no more is queued',
      async () => (await hooked.rows('select from webhooks where is_full')).length === 1,
    );
    const waiting = async () => (await hooked.rows(`select from webhook_deliveries where state = 'PENDING'`)).length;
    expect(await waiting()).toBe(1_000);
    await hooked.stop();
    // As if they had been delivered: with the next one, half of the window is free.
    await hooked.rows(
      `update webhook_deliveries set state = 'DELIVERED' where change_id > (select min(id) from changes) + 500`,
    );
    await hooked.rows('update webhooks set rests_until = null, due_at = now()');
    await hooked.rows('update webhook_deliveries set next_attempt_at = now()');
    hooked.receiver.answer = answering(200);
    hooked.start();
    await until('all are queued', async () => (await hooked.rows('select from webhook_deliveries')).length === 1_300);
    expect(await hooked.rows('select subject_id from webhook_deliveries group by subject_id')).toHaveLength(1_300);
  });
});

describe('a worker with another key', () => {
  it('leaves alone what it cannot sign, until the secret is made anew', async () => {
    const secretBox = new SecretBox('another key that is good for tests alone');
    const [one, two] = [
      await hooked.create({ url: `${hooked.receiver.url}/one` }),
      await hooked.create({ url: `${hooked.receiver.url}/two` }),
    ];
    const viewer = { userId: 1 } as Viewer;
    const rotate = ({ webhook }: typeof one) =>
      hooked.server.database.transaction(async (sql) =>
        rotateSecret(sql, viewer, await lockOwnWebhook(sql, viewer, webhook.id), secretBox),
      );
    const secret = await rotate(two);
    hooked.start({ secretBox });
    await happen(hooked.server.database, [1]);
    await hooked.got(1);
    expect(isGenuine(hooked.receiver.received[0]!, secret)).toBe(true);
    expect(isGenuine(hooked.receiver.received[0]!, two.secret)).toBe(false);
    const states = (await look(hooked.server, hooked.ada)).map(({ deliveries }) =>
      deliveries.map(({ attempts }) => attempts),
    );
    expect(states).toEqual([[1], [0]]);
    const anew = await rotate(one);
    await hooked.got(2);
    expect(isGenuine(hooked.receiver.received[1]!, anew)).toBe(true);
    [secret, anew].forEach(rememberSecretsIn);
  });
});

describe('a webhook that is further behind than changes are kept', () => {
  it('goes on from now where it was disabled for so long', async () => {
    const { webhook } = await hooked.create();
    await hooked.update(webhook, { isEnabled: false });
    await happen(hooked.server.database, [1, 2]);
    await hooked.rows(`update changes set occurred_at = now() - interval '3 days'`);
    // As a server does it: again and again, since what just writes keeps the newest from being forgotten.
    await until('they are forgotten', () => forgetOldChanges(hooked.server.database, 1).then((count) => count > 0));
    await hooked.update(webhook, { isEnabled: true });
    hooked.start();
    await happen(hooked.server.database, [3]);
    await hooked.untilDelivered(1);
    expect(hooked.receiver.subjects()).toEqual(['Paper:3']);
  });

  it('is disabled with the reason, and goes on from now once it is enabled', async () => {
    const { webhook } = await hooked.create();
    await happen(hooked.server.database, [1, 2]);
    await hooked.rows(`update changes set occurred_at = now() - interval '3 days'`);
    // As a server does it: again and again, since what just writes keeps the newest from being forgotten.
    await until('they are forgotten', () => forgetOldChanges(hooked.server.database, 1).then((count) => count > 0));
    hooked.start();
    await hooked.untilDisabled();
    expect((await hooked.webhook()).disabledReason).toBe(
      'It was so far behind that changes which it had not got are no longer kept. Enabled again, it is told of what happens from then on.',
    );
    await happen(hooked.server.database, [3]);
    await hooked.update(webhook, { isEnabled: true });
    await happen(hooked.server.database, [4]);
    await hooked.untilDelivered(1);
    expect(hooked.receiver.subjects()).toEqual(['Paper:4']);
  });
});

describe('a person whose receivers are slow', () => {
  it('leaves room for those of others', async () => {
    for (const url of upTo(4).map((number) => `${hooked.receiver.url}/${number}`)) await hooked.create({ url });
    hooked.receiver.answer = silent;
    const bo = await hooked.server.signUp('bo', ['write']);
    await happen(hooked.server.database, hooked.papers);
    // Once all is there, so that as much is claimed at once as may be. Nobody is given up while others are waited for.
    hooked.start({ pace: { timeoutMs: 600_000 } });
    await hooked.got(8);
    const other = await Receiver.start();
    await call(hooked.server, 'createWebhook', { url: other.url }, bo);
    await happen(hooked.server.database, hooked.papers);
    await until('others get theirs', () => other.received.length === hooked.papers.length);
    expect(hooked.receiver.received).toHaveLength(8);
    hooked.receiver.answerAll(200);
    await other.stop();
  });
});

describe('a process that stops', () => {
  it('gives back what is not taken in time, as if it had not been sent', async () => {
    await hooked.create();
    hooked.receiver.answer = silent;
    hooked.start({ pace: { stopWithinMs: 20 } });
    await happen(hooked.server.database, [1]);
    await hooked.got(1);
    await hooked.stop();
    expect(await hooked.delivery()).toMatchObject({ state: 'PENDING', attempts: 0, error: null });
    hooked.receiver.answer = answering(200);
    hooked.start();
    await hooked.untilDelivered(1);
    expect(await hooked.delivery()).toMatchObject({ attempts: 1 });
  });
});

describe('dropOldDeliveries', () => {
  it('drops what is over for 7 days, or behind the newest 1,000, and nothing that is still to come', async () => {
    const fixtures = new Fixtures(hooked.server.database);
    const [webhook = 0] = await fixtures.webhooks([{ user: 1 }]);
    const [paper = 0] = hooked.papers;
    const states = ['DELIVERED', 'PENDING', 'FAILED'] as const;
    const old = await fixtures.deliveries(states.map((state) => ({ webhook, paper, state })));
    await hooked.rows(`update webhook_deliveries set last_attempt_at = now() - interval '7 days 1 s'`);
    expect(await dropOldDeliveries(hooked.server.database.pool)).toBe(false);
    const left = async () =>
      (await hooked.rows<{ id: number }>('select id from webhook_deliveries order by id')).map(({ id }) => id);
    expect(await left()).toEqual(old.slice(1));

    const many = await fixtures.deliveries(upTo(1_003).map(() => ({ webhook, paper, state: 'DELIVERED' })));
    expect(await dropOldDeliveries(hooked.server.database.pool)).toBe(false);
    expect(await left()).toEqual([...old.slice(1), ...many.slice(3)]);
  });
});
