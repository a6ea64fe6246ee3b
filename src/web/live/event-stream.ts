import type { ServerResponse } from 'node:http';
import type { Limits } from '../../graphql/limits';
import type { Metrics } from '../../metrics/metrics';
import type { Connection } from './connections';
import { Delivery } from './delivery';

/** How long the other side has to take what was written before the end. */
const LINGER_MS = 500;

/** Events, and a comment now and then: more never waits for a client. */
const MOST_WAITING = 3;

/** A response that goes on, as browsers and others read it by `text/event-stream`. */
export class EventStream implements Connection {
  readonly transport = 'sse';
  private readonly delivery: Delivery;

  constructor(
    private readonly response: ServerResponse,
    readonly address: string,
    { limits, metrics }: { limits: Limits; metrics: Metrics },
  ) {
    this.delivery = new Delivery({
      withinMs: limits.deliveryMs,
      most: MOST_WAITING,
      onSlow: () => {
        metrics.live.noteSlowClient(this.transport);
        response.destroy();
      },
    });
    response.on('close', () => this.delivery.end());
    // Whoever writes is told by its own call.
    response.on('error', () => undefined);
  }

  /** Says that the stream is open, before there is an event. */
  begin(headers: Record<string, string | string[] | number | undefined>): void {
    this.response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Nginx would wait for more.
      'x-accel-buffering': 'no',
    });
    this.ping();
  }

  /** Sends an event; answers whether the client's side of the line took it. */
  send(event: string, data: object | null): Promise<boolean> {
    return this.write(`event: ${event}\ndata:${data ? ` ${JSON.stringify(data)}` : ''}\n\n`);
  }

  ping(): void {
    // Whatever is written before the head would begin the response without it.
    if (this.response.headersSent) void this.write(':\n\n');
  }

  /** An end without `complete` tells the client to come again. */
  leave(): void {
    const { socket } = this.response;
    this.delivery.end();
    // Kept for another request, the connection would hold up the end of the server.
    this.response.end(() => socket?.destroySoon());
    setTimeout(() => this.response.destroy(), LINGER_MS).unref();
  }

  end(): void {
    this.delivery.end();
    this.response.end();
  }

  private write(text: string): Promise<boolean> {
    return this.delivery.send((done) => this.response.write(text, done));
  }
}
