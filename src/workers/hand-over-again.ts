import cluster, { type Worker } from 'node:cluster';

/** How Node hands a connection to a worker, and how the worker says whether it took it: see `lib/internal/cluster` there. */
interface Handing {
  cmd: 'NODE_CLUSTER';
  act: 'newconn';
  seq: number;
}

interface Connection {
  close: () => void;
}

/**
 * Hands connections that a worker died before it took to the next one. Node would keep them open, and their clients wait for
 * ever; it does hand them on where a worker refuses them, so that is what it is told of one that is gone.
 */
export function handOverAgain(worker: Worker): void {
  const waiting = new Map<number, Connection>();
  const { process: child } = worker;
  const send = child.send.bind(child) as (...given: unknown[]) => boolean;
  child.send = (...given: unknown[]) => {
    const [message, connection] = given;
    if (isHanding(message)) waiting.set(message.seq, connection as Connection);
    return send(...given);
  };
  const events: NodeJS.EventEmitter = child;
  events.on('internalMessage', ({ ack }: { ack?: number }) => ack !== undefined && waiting.delete(ack));
  // What it said before its end was heard by then.
  child.once('close', () => {
    for (const [ack, connection] of waiting) {
      if (isAnybodyThere()) events.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack, accepted: false });
      else connection.close();
    }
  });
}

function isAnybodyThere(): boolean {
  return Object.values(cluster.workers ?? {}).some((worker) => worker?.isConnected());
}

function isHanding(message: unknown): message is Handing {
  const { cmd, act } = message as Partial<Handing>;
  return cmd === 'NODE_CLUSTER' && act === 'newconn';
}
