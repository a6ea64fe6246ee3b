import { nodeId } from '../../src/graphql/node';
import { upTo } from '../support/fixtures';
import { vote } from '../votes/vote-client';
import { until } from '../support/until';
import { happen } from './delivering';
import { HookedServer } from './hooked-server';
import { answering, isGenuine, Receiver, silent } from './receiver';
import { call } from './webhook-client';

let hooked: HookedServer;
beforeEach(async () => {
  hooked = await HookedServer.open();
});
afterEach(() => hooked.close());

describe('a delivery', () => {
  it('tells of what happened, signed so that any library for Standard Webhooks takes it', async () => {
    const { secret } = await hooked.create();
    hooked.start();
    const [paper = 0] = hooked.papers;
    await vote(hooked.server, 'upvotePaper', nodeId('Paper', paper), hooked.ada);
    await hooked.got(1);
    const [received] = hooked.receiver.received;
    expect(isGenuine(received!, secret)).toBe(true);
    expect(isGenuine({ ...received!, body: received!.body.replace('Z', 'z') }, secret)).toBe(false);
    expect(received?.headers['content-type']).toBe('application/json; charset=utf-8');
    const [change] = await hooked.rows<{ at: Date }>('select occurred_at as at from changes');
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
    await hooked.untilDelivered(1);
    expect(await hooked.delivery()).toMatchObject({
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
    await happen(hooked.server.database, hooked.papers);
    await hooked.create({ kinds: ['PAPER_CHANGED'] });
    await hooked.create({ url: hooked.receiver.url + '/all' });
    hooked.start();
    await happen(hooked.server.database, [1, 2], 'PAPER_LISTED');
    await happen(hooked.server.database, [3], 'PAPER_CHANGED');
    await hooked.untilDelivered(4);
    const types = hooked.receiver.received.map(({ type }) => type).sort();
    expect(types).toEqual(['paper.changed', 'paper.changed', 'paper.listed', 'paper.listed']);
  });

  it('comes in order for its subject, and of several subjects at once', async () => {
    await hooked.create();
    hooked.receiver.answer = (response) => setTimeout(() => answering(200)(response, hooked.receiver.received[0]!), 3);
    hooked.start();
    const round = upTo(10).flatMap(() => hooked.papers.slice(0, 6));
    await happen(hooked.server.database, round);
    await hooked.untilDelivered(round.length);
    const cursors = hooked.receiver.received.map(({ data }) => String(data.cursor));
    expect(new Set(cursors).size).toBe(round.length);
    for (const paper of hooked.papers.slice(0, 6)) {
      const ofPaper = hooked.receiver.received.filter(({ data }) => data.paperId === nodeId('Paper', paper));
      const order = await hooked.rows<{ body: string }>(
        `select body from webhook_deliveries where subject_id = '${paper}' order by change_id`,
      );
      expect(ofPaper.map(({ body }) => body)).toEqual(order.map(({ body }) => body));
    }
    expect(hooked.receiver.mostOfSubject).toBe(1);
    expect(hooked.receiver.mostAtOnce).toBeGreaterThan(1);
    expect(hooked.receiver.mostAtOnce).toBeLessThanOrEqual(4);
  });
});

describe('a receiver', () => {
  it('that is away for a while gets everything, in order for each subject and under the same id', async () => {
    await hooked.create();
    let attempts = 0;
    hooked.receiver.answer = (response, received) => answering(attempts++ % 3 === 2 ? 200 : 500)(response, received);
    hooked.start();
    const round = upTo(4).flatMap(() => hooked.papers.slice(0, 3));
    await happen(hooked.server.database, round);
    await hooked.untilDelivered(round.length);
    const distinct = (key: 'id' | 'body') => new Set(hooked.receiver.received.map((received) => received[key])).size;
    expect([distinct('id'), distinct('body')]).toEqual([round.length, round.length]);
    expect(new Set(hooked.receiver.received.map(({ id, body }) => id + body)).size).toBe(round.length);
    const [first] = hooked.receiver.received;
    expect(first?.id).toMatch(/^msg_[0-9a-f]{32}$/);
    // The last time that each came is when it was taken: then nothing later of its subject had come.
    for (const paper of hooked.papers.slice(0, 3)) {
      const ids = hooked.receiver.received
        .filter(({ data }) => data.paperId === nodeId('Paper', paper))
        .map(({ id }) => id);
      const firsts = ids.filter((id, at) => ids.indexOf(id) === at);
      const lasts = ids.filter((id, at) => ids.lastIndexOf(id) === at);
      expect(firsts).toEqual(lasts);
    }
  });

  it('that is not there, and comes back, gets what waited', async () => {
    await hooked.create();
    const { port } = hooked.receiver;
    await hooked.receiver.stop();
    hooked.start();
    await happen(hooked.server.database, [1, 2, 1, 3]);
    await hooked.untilAttempted(3);
    const failed = await hooked.failed();
    expect(failed).toMatchObject({ error: 'The receiver refuses connections.', responseStatus: null });
    hooked.receiver = await Receiver.start(port);
    await hooked.untilDelivered(4);
    const subjects = hooked.receiver.subjects().sort();
    expect(subjects).toEqual(['Paper:1', 'Paper:1', 'Paper:2', 'Paper:3']);
  });

  it('that takes nothing for a day has its webhook disabled, and goes on where it stood once that is enabled', async () => {
    const { webhook } = await hooked.create();
    hooked.receiver.answer = answering(503);
    hooked.start({ pace: { giveUpAfterMs: 60, retryDelaysMs: [10, 20] } });
    await happen(hooked.server.database, [1, 1, 2]);
    await hooked.untilDisabled();
    expect(await hooked.webhook()).toMatchObject({
      disabledReason: expect.stringMatching(
        /^A delivery could not be made for .+ hours, however often it was tried\. The last time: The receiver answered 503\.$/,
      ) as string,
      disabledAt: expect.any(String) as string,
    });
    const sent = hooked.receiver.received.length;
    await happen(hooked.server.database, [1, 3]);
    hooked.receiver.answer = answering(200);
    // Long enough for several looks; whatever came now would be one too many.
    await until('others are looked for', async () => {
      await call(hooked.server, 'sendTestDelivery', { webhookId: webhook.id }, hooked.ada);
      return hooked.receiver.received.some(({ type }) => type === 'webhook.test');
    });
    expect(hooked.receiver.received.slice(sent).map(({ type }) => type)).toEqual(
      expect.not.arrayContaining(['paper.upvoted']),
    );
    await hooked.update(webhook, { isEnabled: true });
    await until('all came', async () => {
      const waiting = await hooked.rows(`select from webhook_deliveries where state <> 'DELIVERED'`);
      return hooked.receiver.subjects().slice(sent).includes('Paper:3') && waiting.length === 0;
    });
    const papersLater = hooked.receiver
      .subjects()
      .slice(sent)
      .filter((subject) => subject.startsWith('Paper'));
    expect(papersLater.filter((subject) => subject === 'Paper:1')).toHaveLength(3);
    expect(papersLater.sort()).toEqual(['Paper:1', 'Paper:1', 'Paper:1', 'Paper:2', 'Paper:3']);
  });

  it('that takes nothing is given up in time, however many others wait for their turn', async () => {
    await hooked.create();
    hooked.receiver.answer = answering(503);
    await happen(hooked.server.database, upTo(30));
    hooked.start({ pace: { giveUpAfterMs: 60, retryDelaysMs: [10], restMs: 40, restMaxMs: 40 } });
    await hooked.untilDisabled();
    expect(hooked.receiver.received.length).toBeLessThan(30);
  });

  it('that says it is gone has its webhook disabled at once', async () => {
    await hooked.create();
    hooked.receiver.answer = answering(410);
    hooked.start();
    await happen(hooked.server.database, [1]);
    await hooked.untilDisabled();
    expect(hooked.receiver.received).toHaveLength(1);
    expect(await hooked.webhook()).toMatchObject({
      disabledReason: 'The receiver answered 410, by which it wants no more.',
      deliveries: [{ state: 'FAILED', responseStatus: 410, nextAttemptAt: null }],
    });
  });

  it('that fails of one subject gets the others', async () => {
    await hooked.create();
    hooked.receiver.answer = (response, received) =>
      answering(received.data.paperId === nodeId('Paper', 1) ? 500 : 200)(response, received);
    hooked.start();
    await happen(hooked.server.database, [1, 1]);
    await hooked.untilAttempted(1);
    // That one is due again whenever the receiver has rested; the others have their turn.
    await happen(hooked.server.database, [2, 3, 1, 2]);
    await hooked.untilDelivered(3);
    const ofOne = hooked.receiver.received.filter(({ data }) => data.paperId === nodeId('Paper', 1));
    expect(new Set(ofOne.map(({ id }) => id)).size).toBe(1);
  });

  it.each([
    ['says nothing', silent, /^The receiver did not answer within 0\.05 s\.$/, 50],
    ['hangs up', (response) => response.socket?.destroy(), /^The receiver ended the connection/],
    ['speaks no HTTP', (response) => response.socket?.end('220 smtp ready\r\n'), /is no HTTP\.$/],
    ['says no', answering(404), /^The receiver answered 404\.$/],
  ])('that %s has failed, which is told in a sentence', async (_what, answer, error, timeoutMs = 10_000) => {
    await hooked.create();
    hooked.receiver.answer = answer;
    hooked.start({ pace: { timeoutMs, retryDelaysMs: [60_000] } });
    await happen(hooked.server.database, [1]);
    const failed = await hooked.failed();
    expect(failed).toMatchObject({ state: 'PENDING', attempts: 1, error: expect.stringMatching(error) as string });
    expect(Date.parse(failed.nextAttemptAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('that answers without an end has answered', async () => {
    await hooked.create();
    hooked.receiver.answer = (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'.repeat(1_000)), 1);
      response.once('close', () => clearInterval(drip));
    };
    hooked.start();
    await happen(hooked.server.database, [1]);
    await hooked.untilDelivered(1);
  });

  it('that fails is left alone for longer and longer, and hurried once it is back', async () => {
    await hooked.create();
    hooked.receiver.answer = answering(500);
    hooked.start({ pace: { retryDelaysMs: [60_000], restMs: 1, restMaxMs: 3 } });
    await happen(hooked.server.database, hooked.papers);
    // Each waits for a minute, and none beside another.
    await hooked.got(hooked.papers.length);
    expect(hooked.receiver.mostAtOnce).toBeLessThanOrEqual(4);
    hooked.receiver.answer = answering(200);
    await happen(hooked.server.database, [100]);
    await hooked.untilDelivered(hooked.papers.length + 1);
  });
});
