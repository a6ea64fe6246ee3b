import { requestError, serviceUnavailable } from '../../graphql/errors';
import { limitExceeded, type Limits } from '../../graphql/limits';
import type { Viewer } from '../../graphql/viewer';
import { Tally } from '../../lib/tally';
import type { Transport } from '../../metrics/live-metrics';
import type { Metrics } from '../../metrics/metrics';
import { addressKeyOf } from '../../rates/address-key';

/** A client that listens, by whichever transport. */
export interface Connection {
  readonly transport: Transport;
  readonly address: string;
  /** Gives a sign of life, and looks for one. */
  ping(): void;
  /** Tells the client to come again elsewhere, and ends soon after. */
  leave(): void;
}

/** Everybody who listens to this process: so many and no more, seen to be there, and told when it stops. */
export class Connections {
  private readonly open = new Set<Connection>();
  private readonly byAddress = new Tally();
  private readonly subscriptions = new Tally();
  private readonly pinging: NodeJS.Timeout;
  private isStopping = false;

  constructor(
    private readonly limits: Limits,
    private readonly metrics: Metrics,
  ) {
    this.pinging = setInterval(() => this.open.forEach((connection) => connection.ping()), limits.pingMs).unref();
  }

  /** Refuses one more connection where there is no place for it. */
  requirePlace(address: string): void {
    if (this.isStopping) throw serviceUnavailable('This server is stopping; try again in a second.');
    const count = this.open.size + 1;
    if (count > this.limits.listeningConnections) throw fullOf(this.limits.listeningConnections, count);
    const atAddress = this.byAddress.countOf(addressKeyOf(address)) + 1;
    if (atAddress > this.limits.listeningConnectionsOfAddress) {
      throw limitExceeded(this.limits, 'listeningConnectionsOfAddress', atAddress, 'With this one there are');
    }
  }

  /** Counts a connection in, until the function that it answers is called. */
  add(connection: Connection): () => void {
    const { transport, address } = connection;
    this.open.add(connection);
    const giveBack = this.byAddress.take(addressKeyOf(address));
    this.metrics.live.noteConnections(transport, 1);
    return () => {
      if (!this.open.delete(connection)) return;
      giveBack();
      this.metrics.live.noteConnections(transport, -1);
    };
  }

  /** Counts a subscription of somebody in until the signal fires; refuses one too many. */
  addSubscription(
    connection: Pick<Connection, 'transport' | 'address'>,
    viewer: Viewer | null,
    over: AbortSignal,
  ): void {
    const { transport, address } = connection;
    const listener = viewer ? `user:${viewer.userId}` : `address:${addressKeyOf(address)}`;
    const count = this.subscriptions.countOf(listener) + 1;
    if (count > this.limits.subscriptionsOfListener) {
      throw limitExceeded(this.limits, 'subscriptionsOfListener', count, 'With this one there are');
    }
    if (over.aborted) throw requestError('CLIENT_GONE', 'Nobody waits for this subscription any more.');
    const giveBack = this.subscriptions.take(listener);
    this.metrics.live.noteSubscriptions(transport, 1);
    over.addEventListener('abort', () => {
      giveBack();
      this.metrics.live.noteSubscriptions(transport, -1);
    });
  }

  /** Tells all that this process stops. */
  stop(): void {
    this.isStopping = true;
    clearInterval(this.pinging);
    for (const connection of this.open) connection.leave();
  }
}

function fullOf(value: number, requested: number) {
  const { message, extensions } = serviceUnavailable(
    `With this one there are ${requested} connections that listen to this process; the limit is ${value}. Try again in a second.`,
  );
  const limit = { name: 'listeningConnections', value, requested };
  return requestError('SERVICE_UNAVAILABLE', message, { ...extensions, limit });
}
