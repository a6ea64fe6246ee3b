import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  id: string;
  headers: Record<string, string>;
  body: string;
  type: string;
  data: Record<string, unknown>;
}

export type Answer = (response: ServerResponse, received: Received) => void;

export const answering =
  (status: number, headers = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end();
/** Takes what is sent and says nothing. */
export const silent: Answer = () => undefined;

/** What a person runs to be told what happens; keeps what it got, in order. */
export class Receiver {
  readonly received: Received[] = [];
  answer: Answer = answering(204);
  /** How many requests of one subject were under way at once at most, and of all. */
  mostOfSubject = 0;
  mostAtOnce = 0;
  private readonly underWay: Received[] = [];
  private readonly open = new Set<ServerResponse>();

  private constructor(private readonly server: Server) {}

  static async start(port = 0): Promise<Receiver> {
    let handle: RequestListener = () => undefined;
    const server = createServer((request, response) => handle(request, response)).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new Receiver(server);
    handle = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () =>
        receiver.take(request.headers as Record<string, string>, Buffer.concat(chunks).toString(), response),
      );
    };
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks`;
  }

  /** The subjects of what it got. */
  subjects(): string[] {
    return this.received.map(({ data }) => Buffer.from(String(data.subjectId), 'base64url').toString());
  }

  /** Answers those whom it left waiting. */
  answerAll(status: number): void {
    for (const response of this.open) response.writeHead(status).end();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private take(headers: Record<string, string>, body: string, response: ServerResponse): void {
    const { type, data } = JSON.parse(body) as Received;
    const received = { id: headers['webhook-id'] ?? '', headers, body, type, data };
    this.received.push(received);
    this.underWay.push(received);
    const ofSubject = this.underWay.filter((other) => other.data.subjectId === data.subjectId);
    this.mostOfSubject = Math.max(this.mostOfSubject, ofSubject.length);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay.length);
    this.open.add(response);
    response.once('close', () => {
      this.open.delete(response);
      this.underWay.splice(this.underWay.indexOf(received), 1);
    });
    this.answer(response, received);
  }
}

/** Whether an independent implementation of the specification takes what came for what was sent. */
export function isGenuine({ headers, body }: Pick<Received, 'headers' | 'body'>, secret: string): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
