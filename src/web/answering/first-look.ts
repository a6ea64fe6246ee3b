import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Somebody who answers requests that it knows, and says whether this is one. */
interface Looker {
  look(request: IncomingMessage, response: ServerResponse, body: Buffer): boolean;
}

/** Headers by which a request may be answered otherwise than the same one without them. */
const TELLING = ['origin', 'content-encoding', 'upgrade', 'expect'];

/** Has those look at what a server is asked before those who listen to it, once it was read what came together with the head. */
export function lookFirst(server: Server, lookers: Looker[]): void {
  const usual = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  const answerAsUsual: RequestListener = (request, response) => {
    for (const listener of usual) listener.call(server, request, response);
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!isPlain(request)) return answerAsUsual(request, response);
    process.nextTick(() => {
      const body = wholeBodyOf(request);
      if (body && lookers.some((looker) => looker.look(request, response, body))) {
        request.resume();
        return;
      }
      if (body) request.unshift(body);
      answerAsUsual(request, response);
    });
  });
}

/** Whether nothing of its head but the media types and the bearer has a part in its answer. */
export function isPlain(request: IncomingMessage): boolean {
  const { method, url } = request;
  return method === 'POST' && url === '/graphql' && TELLING.every((name) => headerOf(request, name) === undefined);
}

/** What a request says of media types, its own and those that it takes. */
export function mediaTypesOf(request: IncomingMessage): string {
  return `${headerOf(request, 'accept')}\n${headerOf(request, 'content-type')}`;
}

/**
 * A header, by one look-up of all. Clients send headers in orders of their own, and V8 takes each order for another kind of
 * object: where places read headers by themselves, all that is compiled around them is given up for each of the first few orders.
 */
export function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  return headers[name] as string | undefined;
}

/** The body, taken out of a request; null where it did not come whole with the head, and nothing is taken out. */
function wholeBodyOf(request: IncomingMessage): Buffer | null {
  if (request.readableLength !== Number(headerOf(request, 'content-length'))) return null;
  return request.read() as Buffer | null;
}
