import { WebSocket } from 'ws';
import type { Limits } from '../../graphql/limits';
import type { Metrics } from '../../metrics/metrics';
import { Delivery } from './delivery';

/** Codes with which we close: those of the protocol, of WebSockets, and one of our own. */
export const CLOSE = { goingAway: 1001, tooBig: 1009, badRequest: 4400, internal: 4500, tooSlow: 4290 } as const;

const TOO_SLOW = 'A message was not taken in time. Come again, and subscribe after your last cursor.';
const GOING_AWAY = 'This server stops. Come again, and subscribe after your last cursor.';

/** How long the other side has to answer when this server stops. */
const LINGER_MS = 500;

/** A reason to close fits into a frame of 125 bytes, of which the code takes two. */
const REASON_BYTES = 123;

/** What may wait for a client beside the messages of its subscriptions: answers to its pings, and refusals. */
const ANSWERS = 50;

/** Says of a message that is too long what its limit is; the library knows the code alone. */
export class SocketOfLimits extends WebSocket {
  messageBytes = 0;

  override close(code?: number, reason?: string | Buffer): void {
    const limit = `A message is longer than ${this.messageBytes} bytes, the limit (messageBytes).`;
    super.close(code, reason ?? (code === CLOSE.tooBig ? limit : undefined));
  }
}

/** A WebSocket that knows when what it sent was taken, and drops a client that takes nothing. */
export class LiveSocket {
  private readonly delivery: Delivery;
  private isAlive = true;

  constructor(
    private readonly socket: SocketOfLimits,
    { limits, metrics }: { limits: Limits; metrics: Metrics },
  ) {
    this.delivery = new Delivery({
      withinMs: limits.deliveryMs,
      most: limits.subscriptionsOfConnection + ANSWERS,
      onSlow: () => {
        metrics.live.noteSlowClient('websocket');
        this.close(CLOSE.tooSlow, TOO_SLOW);
        this.endWithin(limits.deliveryMs);
      },
    });
    socket.messageBytes = limits.messageBytes;
    socket.on('pong', () => (this.isAlive = true));
    socket.on('ping', (data) => void this.delivery.send((done) => socket.pong(data, false, done)));
    // What it was stands in the code with which the library closes.
    socket.on('error', () => undefined);
    socket.on('close', () => this.delivery.end());
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Answers once the client's side of the line took the text, and never where the connection ends before. */
  async send(text: string): Promise<void> {
    const isTaken = await this.delivery.send((done) => this.socket.send(text, done));
    if (!isTaken) throw new SocketEndedError('The connection ended before the message was taken.');
  }

  onMessage(take: (text: string) => Promise<void>): void {
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (!this.isOpen) return;
      if (isBinary) this.close(CLOSE.badRequest, 'A message is binary; it takes texts of JSON.');
      else void take(data.toString());
    });
  }

  onClose(over: (code: number, reason: string) => void): void {
    this.socket.on('close', (code, reason) => over(code, reason.toString()));
  }

  close(code?: number, reason = ''): void {
    this.socket.close(code, cut(reason));
  }

  /** Sees whether the other side answered the last ping, and sends another. */
  ping(): void {
    if (!this.isAlive) return this.socket.terminate();
    this.isAlive = false;
    if (this.isOpen) this.socket.ping();
  }

  leave(): void {
    this.close(CLOSE.goingAway, GOING_AWAY);
    this.endWithin(LINGER_MS);
  }

  private endWithin(milliseconds: number): void {
    setTimeout(() => this.socket.terminate(), milliseconds).unref();
  }
}

/** Nobody is there to be told. */
export class SocketEndedError extends Error {}

function cut(reason: string): string {
  if (Buffer.byteLength(reason) <= REASON_BYTES) return reason;
  let kept = reason;
  while (Buffer.byteLength(`${kept}…`) > REASON_BYTES) kept = kept.slice(0, -1);
  return `${kept}…`;
}
