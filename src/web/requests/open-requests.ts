import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Calls back once, when a request is answered or its connection is gone. A client may send several requests before it
 * reads an answer, and of the end of a connection Node tells only the first of them.
 */
export function whenOver(request: IncomingMessage, response: ServerResponse, callBack: () => void): void {
  const open = openOn(request.socket);
  const over = () => {
    if (open.delete(over)) callBack();
  };
  open.add(over);
  response.once('close', over);
}

const openBySocket = new WeakMap<Socket, Set<() => void>>();

function openOn(socket: Socket): Set<() => void> {
  let open = openBySocket.get(socket);
  if (!open) {
    const over = (open = new Set<() => void>());
    openBySocket.set(socket, over);
    socket.once('close', () => over.forEach((each) => each()));
  }
  return open;
}
