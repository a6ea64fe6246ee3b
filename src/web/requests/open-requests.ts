import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Bag } from '../../lib/bag';

/**
 * Calls back once, when a request is answered or its connection is gone. A client may send several requests before it
 * reads an answer, and of the end of a connection Node tells only the first of them.
 */
export function whenOver(request: IncomingMessage, response: ServerResponse, callBack: () => void): void {
  const open = openOn(request.socket);
  const over = () => {
    if (!takeOut()) return;
    callBack();
    if (open.requests.size === 0) open.free();
  };
  const takeOut = open.requests.add(over);
  response.once('close', over);
}

/** Calls back once no request on a connection waits for its answer: at once where none does. */
export function whenFree(socket: Socket, callBack: () => void): void {
  const open = openOn(socket);
  if (open.requests.size === 0) callBack();
  else open.free = callBack;
}

interface Open {
  requests: Bag<() => void>;
  free: () => void;
}

const openBySocket = new WeakMap<Socket, Open>();

function openOn(socket: Socket): Open {
  let open = openBySocket.get(socket);
  if (!open) {
    const { requests } = (open = { requests: new Bag<() => void>(), free: () => undefined });
    openBySocket.set(socket, open);
    socket.once('close', () => requests.items().forEach((over) => over()));
  }
  return open;
}
