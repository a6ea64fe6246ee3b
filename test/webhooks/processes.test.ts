import { once } from 'node:events';
import { Database } from '../../src/db/database';
import { entities } from '../../src/slices';
import { upTo } from '../support/fixtures';
import { runCommand, startCommand, startServer } from '../support/running-program';
import { SECRET_KEY, startTestServer, TestServer } from '../support/test-server';
import { until } from '../support/until';
import { deliver, happen } from './delivering';
import { answering, isGenuine, Receiver, silent } from './receiver';
import { call } from './webhook-client';

let server: TestServer;
let receiver: Receiver;
let ada: string;
let secret: string;
beforeEach(async () => {
  [server, receiver] = await Promise.all([startTestServer(), Receiver.start()]);
  ada = await server.signUp('ada', ['write']);
  secret = (await call(server, 'createWebhook', { url: receiver.url }, ada)).secret ?? '';
});
afterEach(async () => Promise.all([server.close(), receiver.stop()]));

const rows = async <Row extends object>(sql: string) => (await server.database.pool.query<Row>(sql)).rows;
const environment = (more: Record<string, string> = {}) => ({
  DATABASE_URL: server.databaseUrl,
  SECRET_KEY,
  WEBHOOK_ALLOWED_HOSTS: `127.0.0.1:${receiver.port}`,
  ...more,
});

/** As if the time had come that everybody waits for. */
async function letTimePass(): Promise<void> {
  const past = `now() - interval '1 ms'`;
  await rows(`
    update webhook_deliveries set claimed_until = ${past}, next_attempt_at = ${past} where state = 'PENDING';
    update webhooks set due_at = ${past}, rests_until = null`);
}

const allDelivered = (count: number) =>
  until(`${count} are delivered`, async () => {
    return (await rows(`select from webhook_deliveries where state = 'DELIVERED'`)).length === count;
  });

function startWorker(more: Record<string, string> = {}) {
  const program = startCommand(['worker'], environment(more));
  return {
    ...program,
    async stop(signal: NodeJS.Signals = 'SIGTERM') {
      const closed = once(program.process, 'close');
      program.process.kill(signal);
      return ((await closed) as [number | null])[0];
    },
  };
}

describe('daily-papers worker', () => {
  it('delivers, says so in plain lines, and at SIGTERM lets what is being sent come to its end', async () => {
    receiver.answer = silent;
    const worker = startWorker();
    await happen(server.database, [1]);
    await until('it is being sent', () => receiver.received.length === 1);
    const stopped = worker.stop();
    await until('it is told to stop', () => worker.stderr().includes('stopping at SIGTERM'));
    receiver.answerAll(200);
    expect(await stopped).toBe(0);
    expect(await rows('select state, attempts from webhook_deliveries')).toEqual([{ state: 'DELIVERED', attempts: 1 }]);
    expect(isGenuine(receiver.received[0]!, secret)).toBe(true);
    const lines = worker.stderr().trim().split('\n');
    expect(lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /, ''))).toEqual([
      expect.stringMatching(/^delivering to webhooks\. The database is dp_test_\w+ on /) as string,
      'stopping at SIGTERM, once what is being sent is sent',
      'stopped',
    ]);
  });

  it('that is killed while it sends loses nothing: the next one sends it again, and what follows in order', async () => {
    const papers = upTo(5);
    let taken = 0;
    receiver.answer = (response, received) => (taken++ < 7 ? answering(200) : silent)(response, received);
    const worker = startWorker();
    await happen(server.database, [...papers, ...papers, ...papers]);
    await until('some are being sent', () => receiver.received.length === 11);
    await worker.stop('SIGKILL');
    // One that was answered just before may not have been noted.
    const unsettled =
      receiver.received.length - (await rows(`select from webhook_deliveries where state = 'DELIVERED'`)).length;
    expect(unsettled).toBeGreaterThanOrEqual(4);

    receiver.answer = answering(200);
    const next = startWorker();
    await until('the next one runs', () => next.stderr().includes('delivering'));
    await letTimePass();
    await allDelivered(15);
    expect(await next.stop()).toBe(0);
    const ids = receiver.received.map(({ id }) => id);
    expect(new Set(ids).size).toBe(15);
    // A note that was on its way when the process was killed may have come after the count.
    expect(ids.length).toBeGreaterThanOrEqual(15 + 4);
    expect(ids.length).toBeLessThanOrEqual(15 + unsettled);
    for (const paper of papers) {
      const ofPaper = receiver.received.filter((_, at) => receiver.subjects()[at] === `Paper:${paper}`);
      const order = await rows<{ body: string }>(
        `select body from webhook_deliveries where subject_id = '${paper}' order by id`,
      );
      const distinct = [...new Set(ofPaper.map(({ body }) => body))];
      expect(distinct).toEqual(order.map(({ body }) => body));
    }
  });

  it('says in a sentence that it takes a key', async () => {
    const { status, stderr } = await runCommand(['worker'], environment({ SECRET_KEY: '' }));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'SECRET_KEY is not set, so there are no webhooks; set it as for the server.\n',
    });
    expect((await runCommand(['worker', '--help'], {})).stdout).toContain('deliver to webhooks until SIGTERM');
  });
});

describe('two workers at once', () => {
  it('send everything once, in order, and no more at once than one does', async () => {
    const other = await Database.connect({ url: server.databaseUrl, poolSize: 4, entities });
    receiver.answer = (response, received) => setTimeout(() => answering(200)(response, received), 2);
    const pace = { leaseMs: 60_000 };
    const stops = [deliver(server, { pace }), deliver({ ...server, database: other }, { pace })];
    const round = upTo(20).flatMap(() => upTo(6));
    await happen(server.database, round);
    await allDelivered(round.length);
    await Promise.all(stops.map((stop) => stop()));
    await other.close();
    const ids = receiver.received.map(({ id }) => id);
    expect(ids).toHaveLength(round.length);
    expect(new Set(ids).size).toBe(round.length);
    expect(receiver.mostOfSubject).toBe(1);
    expect(receiver.mostAtOnce).toBeLessThanOrEqual(4);
    for (const paper of upTo(6)) {
      const bodies = receiver.received.filter(({ data }) => data.paperId !== null).map(({ body }) => body);
      const order = await rows<{ body: string }>(
        `select body from webhook_deliveries where subject_id = '${paper}' order by change_id`,
      );
      const wanted = order.map(({ body }) => body);
      expect(bodies.filter((body) => wanted.includes(body))).toEqual(wanted);
    }
  });
});

describe('a server', () => {
  it('delivers as well, and tells its metrics of it', async () => {
    const running = await startServer(environment());
    await happen(server.database, [1]);
    await allDelivered(1);
    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    expect(metrics).toContain('daily_papers_webhook_attempts_total{outcome="delivered"} 1');
    expect(metrics).toContain('daily_papers_webhook_lag_seconds 0');
    expect(await running.stop()).toBe(0);
  });

  it('leaves that to workers where it is told to, and then says how long somebody waits', async () => {
    const running = await startServer(environment({ WEBHOOK_WORKER: 'off' }));
    await call(server, 'sendTestDelivery', { webhookId: await firstWebhook() }, ada);
    await rows(`update webhooks set due_at = now() - interval '90 s'`);
    const metrics = await (await fetch(`${running.url}/metrics`)).text();
    const [, lag] = /^daily_papers_webhook_lag_seconds ([\d.]+)$/m.exec(metrics) ?? [];
    expect(Number(lag)).toBeGreaterThanOrEqual(90);
    expect(await running.stop()).toBe(0);
    expect(receiver.received).toEqual([]);
  });
});

async function firstWebhook(): Promise<string> {
  const query = '{ viewer { webhooks { nodes { id } } } }';
  const { viewer } = await server.data<{ viewer: { webhooks: { nodes: { id: string }[] } } }>(query, {}, ada);
  return viewer.webhooks.nodes[0]?.id ?? '';
}
