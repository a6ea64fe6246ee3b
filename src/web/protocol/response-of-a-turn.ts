import { type IncomingMessage, ServerResponse } from 'node:http';

/** What is left to do for the answers of this turn, in the order in which they were made. */
let ends: (() => void)[] = [];

/**
 * An answer that is sent with all others that are made in the same turn of the event loop, one right behind the other. To wake
 * who sleeps takes the kernel longer than to write, and answers of a turn often go to one client, which may be a proxy: it is
 * awake from the first on, and asks together what it asks next.
 */
export class ResponseOfATurn<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  override end(...given: unknown[]): this {
    if (ends.push(() => super.end(...(given as []))) === 1) setImmediate(endAll);
    return this;
  }
}

function endAll(): void {
  const all = ends;
  ends = [];
  for (const end of all) end();
}
