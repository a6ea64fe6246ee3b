import { buildSchema, type ExecutionResult, type GraphQLError, parse } from 'graphql';
import { makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { Limits } from '../../graphql/limits';
import { type RefusalParts, refusalOf } from './refusal-of';
import type { Answer } from './subscription-runner';
import { CLOSE, SocketEndedError } from './web-socket';
import { EndedByErrors, type WebSocketClient } from './web-socket-client';

/** What the library looks at to see that events follow: what is really asked is between the client and the runner. */
const STAND_IN = { schema: buildSchema('type Query { a: Int }'), document: parse('subscription { a }') };

interface Asked {
  client: WebSocketClient;
  payload: SubscribePayload;
}

/** Speaks `graphql-transport-ws` with each client: the library keeps the rules of the protocol, and we answer. */
export class WebSocketProtocol {
  private readonly server: Server<WebSocketClient>;

  constructor(private readonly parts: RefusalParts & { limits: Limits }) {
    this.server = makeServer<Record<string, unknown>, WebSocketClient>({
      connectionInitWaitTimeout: parts.limits.handshakeMs,
      onConnect: ({ connectionParams, extra: client }) => client.takeBearer(connectionParams),
      onSubscribe: ({ extra: client }, _id, payload) => ({ ...STAND_IN, contextValue: { client, payload } }),
      subscribe: ({ contextValue }) => {
        const { client, payload } = contextValue as Asked;
        return client.subscribe(payload) as Promise<AsyncGenerator<ExecutionResult>>;
      },
      // What is sent is formatted already, which the library would do for the errors of graphql-js.
      onNext: (_context, _id, _payload, _asked, answer) => answer as Answer,
      onError: (_context, _id, _payload, errors) => this.errorsOf(errors),
    });
  }

  /** Talks with a client until the connection ends. */
  speakWith(client: WebSocketClient): void {
    const { socket } = client;
    const ended = this.server.opened(
      {
        protocol: socket.protocol,
        send: (text) => socket.send(text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) =>
          socket.onMessage(async (text) => {
            if (client.isMessage(text)) await take(text).catch((error: unknown) => this.closeFailed(client, error));
          }),
      },
      client,
    );
    socket.onClose((code, reason) => {
      client.end();
      ended(code, reason).catch((error: unknown) => this.closeFailed(client, error));
    });
  }

  private errorsOf([error]: readonly GraphQLError[]) {
    const cause = error?.originalError;
    return cause instanceof EndedByErrors ? cause.errors : refusalOf(this.parts, cause ?? error).errors;
  }

  private closeFailed({ socket }: WebSocketClient, error: unknown): void {
    if (error instanceof SocketEndedError) return;
    this.parts.log.error({ err: error }, 'a WebSocket failed');
    socket.close(CLOSE.internal, 'Something went wrong on our side. Come again.');
  }
}
