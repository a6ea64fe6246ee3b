import { forgetOldChanges } from '../../src/changes/retention.service';
import { nodeId } from '../../src/graphql/node';
import type { Viewer } from '../../src/graphql/viewer';
import { SecretBox } from '../../src/lib/secret-box';
import { lockOwnWebhook } from '../../src/webhooks/owning/own-webhook.query';
import { rotateSecret } from '../../src/webhooks/owning/rotate-secret.service';
import { Fixtures, upTo } from '../support/fixtures';
import { rememberSecretsIn } from '../support/secrets/known-secrets';
import { startTestServer, TestServer } from '../support/test-server';
import { vote } from '../votes/vote-client';
import { deliver, happen, until } from './delivering';
import { answering, isGenuine, Receiver, silent } from './receiver';
import { call, type DeliveryView, look, type WebhookView } from './webhook-client';

let server: TestServer;
let receiver: Receiver;
let ada: string;
let papers: number[];
let stop: () => Promise<void>;
beforeEach(async () => {
  [server, receiver] = await Promise.all([startTestServer(), Receiver.start()]);
  ada = await server.signUp('ada', ['write']);
  papers = await new Fixtures(server.database).papers(upTo(8).map(() => ({})));
  stop = () => Promise.resolve();
});
afterEach(async () => {
  await stop();
  await Promise.all([server.close(), receiver.stop()]);
});

const rows = async <Row extends object>(sql: string) => (await server.database.pool.query<Row>(sql)).rows;
const start = (options: Parameters<typeof deliver>[1] = {}) => (stop = deliver(server, options));

async function create(input: object = {}): Promise<{ webhook: WebhookView; secret: string }> {
  const { webhook, secret, userErrors } = await call(server, 'createWebhook', { url: receiver.url, ...input }, ada);
  if (!webhook || !secret) throw new Error(JSON.stringify(userErrors));
  return { webhook, secret };
}
const update = (webhook: WebhookView, input: object) =>
  call(server, 'updateWebhook', { webhookId: webhook.id, ...input }, ada);
const got = (count: number) => until(`${count} came`, () => receiver.received.length >= count);
const theWebhook = async () => (await look(server, ada))[0]!;
const theDelivery = async (): Promise<DeliveryView> => (await theWebhook()).deliveries[0]!;
const disabled = () => until('it is disabled', async () => (await theWebhook()).state === 'DISABLED');
const untilDelivered = (count: number) =>
  until(`${count} are delivered`, async () => {
    const done = await rows(`select from webhook_deliveries where state = 'DELIVERED'`);
    return done.length === count;
  });

describe('a delivery', () => {
  it('tells of what happened, signed so that any library for Standard Webhooks takes it', async () => {
    const { secret } = await create();
    start();
    const [paper = 0] = papers;
    await vote(server, 'upvotePaper', nodeId('Paper', paper), ada);
    await got(1);
    const [received] = receiver.received;
    expect(isGenuine(received!, secret)).toBe(true);
    expect(isGenuine({ ...received!, body: received!.body.replace('Z', 'z') }, secret)).toBe(false);
    expect(received?.headers['content-type']).toBe('application/json; charset=utf-8');
    const [change] = await rows<{ at: Date }>('select occurred_at as at from changes');
    expect(JSON.parse(received!.body)).toEqual({
      type: 'paper.upvoted',
      timestamp: change?.at.toISOString(),
      data: {
        cursor: expect.stringMatching(/^[\w-]+$/) as string,
        kind: 'PAPER_UPVOTED',
        subjectId: nodeId('Paper', paper),
        paperId: nodeId('Paper', paper),
        editionDate: null,
        actorId: nodeId('User', 1),
        mergedInto: null,
      },
    });
    await untilDelivered(1);
    expect(await theDelivery()).toMatchObject({
      origin: 'STREAM',
      kind: 'PAPER_UPVOTED',
      subject: { id: nodeId('Paper', paper) },
      state: 'DELIVERED',
      attempts: 1,
      nextAttemptAt: null,
      responseStatus: 204,
      error: null,
    });
  });

  it('is made of the kinds that are asked for, of what happens after the webhook was made', async () => {
    await happen(server.database, papers);
    await create({ kinds: ['PAPER_CHANGED'] });
    await create({ url: receiver.url + '/all' });
    start();
    await happen(server.database, [1, 2], 'PAPER_LISTED');
    await happen(server.database, [3], 'PAPER_CHANGED');
    await untilDelivered(4);
    const types = receiver.received.map(({ type }) => type).sort();
    expect(types).toEqual(['paper.changed', 'paper.changed', 'paper.listed', 'paper.listed']);
  });

  it('comes in order for its subject, and of several subjects at once', async () => {
    await create();
    receiver.answer = (response) => setTimeout(() => answering(200)(response, receiver.received[0]!), 3);
    start();
    const round = upTo(10).flatMap(() => papers.slice(0, 6));
    await happen(server.database, round);
    await untilDelivered(round.length);
    const cursors = receiver.received.map(({ data }) => String(data.cursor));
    expect(new Set(cursors).size).toBe(round.length);
    for (const paper of papers.slice(0, 6)) {
      const ofPaper = receiver.received.filter(({ data }) => data.paperId === nodeId('Paper', paper));
      const order = await rows<{ body: string }>(
        `select body from webhook_deliveries where subject_id = '${paper}' order by change_id`,
      );
      expect(ofPaper.map(({ body }) => body)).toEqual(order.map(({ body }) => body));
    }
    expect(receiver.mostOfSubject).toBe(1);
    expect(receiver.mostAtOnce).toBeGreaterThan(1);
    expect(receiver.mostAtOnce).toBeLessThanOrEqual(4);
  });
});

describe('a receiver', () => {
  it('that is away for a while gets everything, in order for each subject and under the same id', async () => {
    await create();
    let attempts = 0;
    receiver.answer = (response, received) => answering(attempts++ % 3 === 2 ? 200 : 500)(response, received);
    start();
    const round = upTo(4).flatMap(() => papers.slice(0, 3));
    await happen(server.database, round);
    await untilDelivered(round.length);
    const distinct = (key: 'id' | 'body') => new Set(receiver.received.map((received) => received[key])).size;
    expect([distinct('id'), distinct('body')]).toEqual([round.length, round.length]);
    expect(new Set(receiver.received.map(({ id, body }) => id + body)).size).toBe(round.length);
    const [first] = receiver.received;
    expect(first?.id).toMatch(/^msg_[0-9a-f]{32}$/);
    // The last time that each came is when it was taken: then nothing later of its subject had come.
    for (const paper of papers.slice(0, 3)) {
      const ids = receiver.received.filter(({ data }) => data.paperId === nodeId('Paper', paper)).map(({ id }) => id);
      const firsts = ids.filter((id, at) => ids.indexOf(id) === at);
      const lasts = ids.filter((id, at) => ids.lastIndexOf(id) === at);
      expect(firsts).toEqual(lasts);
    }
  });

  it('that is not there, and comes back, gets what waited', async () => {
    await create();
    const { port } = receiver;
    await receiver.stop();
    start();
    await happen(server.database, [1, 2, 1, 3]);
    const failed = await until('it fails', async () => {
      const delivery = await theDelivery();
      return delivery?.error ? delivery : undefined;
    });
    expect(failed).toMatchObject({ error: 'The receiver refuses connections.', responseStatus: null });
    receiver = await Receiver.start(port);
    await untilDelivered(4);
    const subjects = receiver.subjects().sort();
    expect(subjects).toEqual(['Paper:1', 'Paper:1', 'Paper:2', 'Paper:3']);
  });

  it('that takes nothing for a day has its webhook disabled, and goes on where it stood once that is enabled', async () => {
    const { webhook } = await create();
    receiver.answer = answering(503);
    start({ pace: { giveUpAfterMs: 60, retryDelaysMs: [10, 20] } });
    await happen(server.database, [1, 1, 2]);
    await disabled();
    expect(await theWebhook()).toMatchObject({
      disabledReason: expect.stringMatching(
        /^A delivery could not be made for .+ hours, however often it was tried\. The last time: The receiver answered 503\.$/,
      ) as string,
      disabledAt: expect.any(String) as string,
    });
    const sent = receiver.received.length;
    await happen(server.database, [1, 3]);
    receiver.answer = answering(200);
    // Long enough for several looks; whatever came now would be one too many.
    await until('others are looked for', async () => {
      await call(server, 'sendTestDelivery', { webhookId: webhook.id }, ada);
      return receiver.received.some(({ type }) => type === 'webhook.test');
    });
    expect(receiver.received.slice(sent).map(({ type }) => type)).toEqual(
      expect.not.arrayContaining(['paper.upvoted']),
    );
    await update(webhook, { isEnabled: true });
    await until('all came', async () => {
      const waiting = await rows(`select from webhook_deliveries where state <> 'DELIVERED'`);
      return receiver.subjects().slice(sent).includes('Paper:3') && waiting.length === 0;
    });
    const papersLater = receiver
      .subjects()
      .slice(sent)
      .filter((subject) => subject.startsWith('Paper'));
    expect(papersLater.filter((subject) => subject === 'Paper:1')).toHaveLength(3);
    expect(papersLater.sort()).toEqual(['Paper:1', 'Paper:1', 'Paper:1', 'Paper:2', 'Paper:3']);
  });

  it('that says it is gone has its webhook disabled at once', async () => {
    await create();
    receiver.answer = answering(410);
    start();
    await happen(server.database, [1]);
    await disabled();
    expect(receiver.received).toHaveLength(1);
    expect(await theWebhook()).toMatchObject({
      disabledReason: 'The receiver answered 410, by which it wants no more.',
      deliveries: [{ state: 'FAILED', responseStatus: 410, nextAttemptAt: null }],
    });
  });

  it('that fails of one subject gets the others', async () => {
    await create();
    receiver.answer = (response, received) =>
      answering(received.data.paperId === nodeId('Paper', 1) ? 500 : 200)(response, received);
    start();
    await happen(server.database, [1, 1, 2, 3, 1, 2]);
    await untilDelivered(3);
    const ofOne = receiver.received.filter(({ data }) => data.paperId === nodeId('Paper', 1));
    expect(new Set(ofOne.map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    ['says nothing', silent, /^The receiver did not answer within 0\.05 s\.$/, 50],
    ['hangs up', (response) => response.socket?.destroy(), /^The receiver ended the connection/],
    ['speaks no HTTP', (response) => response.socket?.end('220 smtp ready\r\n'), /is no HTTP\.$/],
    ['says no', answering(404), /^The receiver answered 404\.$/],
  ])('that %s has failed, which is told in a sentence', async (_what, answer, error, timeoutMs = 10_000) => {
    await create();
    receiver.answer = answer;
    start({ pace: { timeoutMs, retryDelaysMs: [60_000] } });
    await happen(server.database, [1]);
    const failed = await until('it fails', async () => {
      const delivery = await theDelivery();
      return delivery?.error ? delivery : undefined;
    });
    expect(failed).toMatchObject({ state: 'PENDING', attempts: 1, error: expect.stringMatching(error) as string });
    expect(Date.parse(failed.nextAttemptAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('that answers without an end has answered', async () => {
    await create();
    receiver.answer = (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'.repeat(1_000)), 1);
      response.once('close', () => clearInterval(drip));
    };
    start();
    await happen(server.database, [1]);
    await untilDelivered(1);
  });

  it('that fails is left alone for longer and longer, and hurried once it is back', async () => {
    await create();
    receiver.answer = answering(500);
    start({ pace: { retryDelaysMs: [60_000], restMs: 1, restMaxMs: 3 } });
    await happen(server.database, papers);
    // Each waits for a minute, and none beside another.
    await got(papers.length);
    expect(receiver.mostAtOnce).toBeLessThanOrEqual(4);
    receiver.answer = answering(200);
    await happen(server.database, [100]);
    await untilDelivered(papers.length + 1);
  });
});

describe('rotateWebhookSecret', () => {
  it('leaves deliveries signed by both secrets until the overlap is over', async () => {
    const { webhook, secret: before } = await create();
    start();
    const { secret } = await call(server, 'rotateWebhookSecret', { webhookId: webhook.id }, ada);
    await happen(server.database, [1]);
    await got(1);
    await rows(`update webhooks set previous_secret_ends_at = now() - interval '1 ms'`);
    await happen(server.database, [2]);
    await got(2);
    const signedBy = receiver.received.map((one) => [isGenuine(one, before), isGenuine(one, secret ?? '')]);
    expect(signedBy).toEqual([
      [true, true],
      [false, true],
    ]);
  });
});

describe('sendTestDelivery', () => {
  it('sends one that says so, once, whatever comes of it', async () => {
    const { webhook, secret } = await create({ kinds: ['PAPER_ADDED'] });
    receiver.answer = answering(500);
    start();
    const { delivery } = await call(server, 'sendTestDelivery', { webhookId: webhook.id }, ada);
    expect(delivery).toMatchObject({ origin: 'TEST', kind: null, subject: null, state: 'PENDING', attempts: 0 });
    const failed = await until('it fails', async () => {
      const now = await theDelivery();
      return now.state === 'FAILED' && now;
    });
    expect(failed).toMatchObject({ id: delivery?.id, attempts: 1, error: 'The receiver answered 500.' });
    expect(receiver.received).toMatchObject([{ type: 'webhook.test', data: { webhookId: webhook.id } }]);
    expect(isGenuine(receiver.received[0]!, secret)).toBe(true);
    expect(await theWebhook()).toMatchObject({ state: 'ENABLED' });
  });
});

describe('redeliver', () => {
  it('sends what was delivered once more, as the same message', async () => {
    await create();
    start();
    await happen(server.database, [1]);
    await untilDelivered(1);
    const { delivery } = await call(server, 'redeliver', { deliveryId: (await theDelivery()).id }, ada);
    expect(delivery).toMatchObject({ origin: 'REDELIVERY', kind: 'PAPER_UPVOTED', state: 'PENDING' });
    await untilDelivered(2);
    const [first, second] = receiver.received;
    expect(second).toMatchObject({ id: first?.id, body: first?.body });
  });

  it('sends what waits for its next attempt now', async () => {
    await create();
    receiver.answer = answering(500);
    start({ pace: { retryDelaysMs: [600_000], restMs: 600_000, restMaxMs: 600_000 } });
    await happen(server.database, [1]);
    const waiting = await until('it waits', async () => {
      const delivery = await theDelivery();
      return delivery?.error ? delivery : undefined;
    });
    receiver.answer = answering(200);
    const { delivery } = await call(server, 'redeliver', { deliveryId: waiting.id }, ada);
    expect(delivery?.id).toBe(waiting.id);
    await untilDelivered(1);
  });

  it('sends nothing of the stream to a webhook that is disabled, and says what to do', async () => {
    await create();
    receiver.answer = answering(410);
    start();
    await happen(server.database, [1]);
    await disabled();
    const { userErrors } = await call(server, 'redeliver', { deliveryId: (await theDelivery()).id }, ada);
    const message =
      'The webhook is disabled, and this delivery is to come once it is enabled; enable it to have it sent.';
    expect(userErrors).toEqual([{ code: 'WEBHOOK_DISABLED', message, path: ['input', 'deliveryId'] }]);
  });
});

describe('what waits for a webhook', () => {
  it('is bounded: the rest waits in the stream, and comes as well', async () => {
    await create();
    receiver.answer = answering(500);
    start({ pace: { retryDelaysMs: [600_000], restMs: 600_000, restMaxMs: 600_000 } });
    await rows(`insert into changes (kind, subject_type, subject_id, paper_id, transaction_id)
      select 'PAPER_UPVOTED', 'Paper', number, number, pg_current_xact_id()::text::bigint from generate_series(1, 1300) number`);
    await until('no more is queued', async () => (await rows('select from webhooks where is_full')).length === 1);
    const waiting = async () => (await rows(`select from webhook_deliveries where state = 'PENDING'`)).length;
    expect(await waiting()).toBe(1_000);
    await stop();
    // As if they had been delivered: with the next one, half of the window is free.
    await rows(
      `update webhook_deliveries set state = 'DELIVERED' where change_id > (select min(id) from changes) + 500`,
    );
    await rows('update webhooks set rests_until = null, due_at = now()');
    await rows('update webhook_deliveries set next_attempt_at = now()');
    receiver.answer = answering(200);
    start();
    await until('all are queued', async () => (await rows('select from webhook_deliveries')).length === 1_300);
    expect(await rows('select subject_id from webhook_deliveries group by subject_id')).toHaveLength(1_300);
  });
});

describe('a worker with another key', () => {
  it('leaves alone what it cannot sign, until the secret is made anew', async () => {
    const secretBox = new SecretBox('another key that is good for tests alone');
    const [one, two] = [await create({ url: `${receiver.url}/one` }), await create({ url: `${receiver.url}/two` })];
    const viewer = { userId: 1 } as Viewer;
    const rotate = ({ webhook }: typeof one) =>
      server.database.transaction(async (sql) =>
        rotateSecret(sql, viewer, await lockOwnWebhook(sql, viewer, webhook.id), secretBox),
      );
    const secret = await rotate(two);
    start({ secretBox });
    await happen(server.database, [1]);
    await got(1);
    expect(isGenuine(receiver.received[0]!, secret)).toBe(true);
    expect(isGenuine(receiver.received[0]!, two.secret)).toBe(false);
    const states = (await look(server, ada)).map(({ deliveries }) => deliveries.map(({ attempts }) => attempts));
    expect(states).toEqual([[1], [0]]);
    const anew = await rotate(one);
    await got(2);
    expect(isGenuine(receiver.received[1]!, anew)).toBe(true);
    [secret, anew].forEach(rememberSecretsIn);
  });
});

describe('a webhook that is further behind than changes are kept', () => {
  it('is disabled with the reason, and goes on from now once it is enabled', async () => {
    const { webhook } = await create();
    await happen(server.database, [1, 2]);
    await rows(`update changes set occurred_at = now() - interval '3 days'`);
    await forgetOldChanges(server.database, 1);
    start();
    await disabled();
    expect((await theWebhook()).disabledReason).toBe(
      'It was so far behind that changes which it had not got are no longer kept. Enabled again, it is told of what happens from then on.',
    );
    await happen(server.database, [3]);
    await update(webhook, { isEnabled: true });
    await happen(server.database, [4]);
    await untilDelivered(1);
    expect(receiver.subjects()).toEqual(['Paper:4']);
  });
});
