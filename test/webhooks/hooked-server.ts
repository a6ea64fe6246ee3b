import { Fixtures, upTo } from '../support/fixtures';
import { startTestServer, type TestServer } from '../support/test-server';
import { until } from '../support/until';
import { deliver } from './delivering';
import { Receiver } from './receiver';
import { call, type DeliveryView, look, type WebhookView } from './webhook-client';

/** A server with eight papers, a person `ada` with webhooks, and a receiver of hers. */
export class HookedServer {
  private stopDelivering = () => Promise.resolve();

  private constructor(
    readonly server: TestServer,
    public receiver: Receiver,
    readonly ada: string,
    readonly papers: number[],
  ) {}

  static async open(): Promise<HookedServer> {
    const [server, receiver] = await Promise.all([startTestServer(), Receiver.start()]);
    const ada = await server.signUp('ada', ['write']);
    const papers = await new Fixtures(server.database).papers(upTo(8).map(() => ({})));
    return new HookedServer(server, receiver, ada, papers);
  }

  async close(): Promise<void> {
    await this.stop();
    await Promise.all([this.server.close(), this.receiver.stop()]);
  }

  /** Delivers from now on. */
  start(options: Parameters<typeof deliver>[1] = {}): void {
    this.stopDelivering = deliver(this.server, options);
  }

  stop(): Promise<void> {
    return this.stopDelivering();
  }

  async rows<Row extends object>(sql: string): Promise<Row[]> {
    return (await this.server.database.pool.query<Row>(sql)).rows;
  }

  async create(input: object = {}): Promise<{ webhook: WebhookView; secret: string }> {
    const wanted = { url: this.receiver.url, ...input };
    const { webhook, secret, userErrors } = await call(this.server, 'createWebhook', wanted, this.ada);
    if (!webhook || !secret) throw new Error(JSON.stringify(userErrors));
    return { webhook, secret };
  }

  update({ id }: WebhookView, input: object) {
    return call(this.server, 'updateWebhook', { webhookId: id, ...input }, this.ada);
  }

  /** The newest webhook. */
  async webhook() {
    return (await look(this.server, this.ada))[0]!;
  }

  /** The newest delivery to it. */
  async delivery(): Promise<DeliveryView> {
    return (await this.webhook()).deliveries[0]!;
  }

  got(count: number): Promise<boolean> {
    return until(`${count} came`, () => this.receiver.received.length >= count);
  }

  untilDisabled(): Promise<boolean> {
    return until('it is disabled', async () => (await this.webhook()).state === 'DISABLED');
  }

  untilDelivered(count: number): Promise<boolean> {
    return this.untilSo(count, `state = 'DELIVERED'`);
  }

  /** So many lanes have been tried. */
  untilAttempted(count: number): Promise<boolean> {
    return this.untilSo(count, 'failures > 0');
  }

  /** The newest delivery, once an attempt has failed. */
  failed(): Promise<DeliveryView> {
    return until('it fails', async () => {
      const delivery = await this.delivery();
      return delivery?.error ? delivery : undefined;
    });
  }

  private untilSo(count: number, condition: string): Promise<boolean> {
    return until(`of ${count} deliveries ${condition}`, async () => {
      return (await this.rows(`select from webhook_deliveries where ${condition}`)).length === count;
    });
  }
}
