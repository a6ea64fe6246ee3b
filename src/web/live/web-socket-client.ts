import type { SubscribePayload } from 'graphql-ws';
import type { GraphQLFormattedError } from 'graphql';
import { quoted } from '../../graphql/errors';
import { limitExceeded, type Limits } from '../../graphql/limits';
import { parseJson } from '../protocol/json';
import type { Connection, Connections } from './connections';
import { refusalOf } from './refusal-of';
import {
  type Answer,
  isRefusal,
  openSubscription,
  type OpenedSubscription,
  type RunnerParts,
} from './subscription-runner';
import { CLOSE, type LiveSocket } from './web-socket';

export interface ClientParts extends RunnerParts {
  limits: Limits;
  connections: Connections;
}

/** A subscription ends with these errors. */
export class EndedByErrors extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('The subscription ends with errors.');
  }
}

const MESSAGE_TYPES = ['connection_init', 'subscribe', 'complete', 'ping', 'pong'];

/** Somebody at the other end of a WebSocket: who they are, and what they follow. */
export class WebSocketClient implements Connection {
  readonly transport = 'websocket';
  private readonly open = new Set<AbortController>();

  constructor(
    private readonly parts: ClientParts,
    readonly socket: LiveSocket,
    readonly address: string,
    private authorization: string | undefined,
  ) {}

  ping(): void {
    this.socket.ping();
  }

  leave(): void {
    this.socket.leave();
    this.end();
  }

  /** Nobody is there any more. */
  end(): void {
    for (const over of this.open) over.abort();
  }

  /** Takes the bearer that `connection_init` brings, in place of that of the handshake; says whether it can be one. */
  takeBearer(payload: Readonly<Record<string, unknown>> = {}): boolean {
    const key = Object.keys(payload).find((name) => name.toLowerCase() === 'authorization');
    const bearer = key === undefined ? null : payload[key];
    if (typeof bearer === 'string') this.authorization = bearer;
    else if (bearer !== null && bearer !== undefined) {
      this.socket.close(CLOSE.badRequest, `"authorization" is no string; it takes one such as "Bearer dp_…".`);
      return false;
    }
    return true;
  }

  /** Looks at a message before it is read: whatever is none closes the connection with a sentence. */
  isMessage(text: string): boolean {
    try {
      const message = parseJson('The message', text, this.parts.limits);
      const { type } = Object(message) as { type?: unknown };
      if (MESSAGE_TYPES.includes(type as string)) return true;
      this.socket.close(CLOSE.badRequest, `The type is ${quoted(type ?? null)}; it takes ${MESSAGE_TYPES.join(', ')}.`);
    } catch (error) {
      this.socket.close(CLOSE.badRequest, (error as Error).message);
    }
    return false;
  }

  /** The answers of a subscription, until it ends by itself or nobody wants it. */
  async subscribe(payload: SubscribePayload): Promise<AsyncGenerator<Answer>> {
    const over = new AbortController();
    this.open.add(over);
    const answers = this.answersOf(await this.opened(payload, over.signal), over);
    return endable(answers, over);
  }

  private opened(payload: SubscribePayload, over: AbortSignal): Promise<OpenedSubscription> {
    const { limits, connections } = this.parts;
    const count = this.open.size;
    if (count > limits.subscriptionsOfConnection) {
      const refusal = limitExceeded(limits, 'subscriptionsOfConnection', count, 'With this one there are');
      return Promise.resolve({ refusal: refusalOf(this.parts, refusal) });
    }
    const { address, authorization } = this;
    const { query, operationName = null, variables = null } = payload;
    return openSubscription(
      this.parts,
      { query, operationName, variables },
      { address, authorization, admit: (viewer) => connections.addSubscription(this, viewer, over) },
      over,
    );
  }

  private async *answersOf(opened: OpenedSubscription, over: AbortController): AsyncGenerator<Answer> {
    try {
      if ('refusal' in opened) throw new EndedByErrors(opened.refusal.errors ?? []);
      for await (const answer of opened.answers) {
        if (isRefusal(answer)) throw new EndedByErrors(answer.errors ?? []);
        yield answer;
        this.parts.metrics.live.noteEvent('websocket');
      }
    } finally {
      over.abort();
      this.open.delete(over);
    }
  }
}

/** Ends at once when it is told to, also while it waits for the next item. */
function endable<Item>(items: AsyncGenerator<Item>, over: AbortController): AsyncGenerator<Item> {
  const end = items.return.bind(items);
  return Object.assign(items, {
    return(value: unknown) {
      over.abort();
      return end(value);
    },
  });
}
