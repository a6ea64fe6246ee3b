import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';

/** Where a request comes from, as Fastify tells it: the word of these proxies is believed, else nobody's. */
export function clientAddressBy(trustedProxies: string[] | null): (request: IncomingMessage) => string {
  const isTrusted = trustedProxies && proxyAddress.compile(trustedProxies);
  return (request) => {
    if (isTrusted) return proxyAddress(request, isTrusted);
    return request.socket.remoteAddress ?? '';
  };
}
