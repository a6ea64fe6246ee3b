import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Limits } from '../graphql/limits';
import { rateLimitHeaders } from '../rates/rate-limit-headers';
import { RateLimited } from '../rates/rate-limited';
import { RequestCharges } from '../rates/request-charges';
import { databaseErrorOf } from './failures/database-errors';
import type { Lifecycle } from './lifecycle';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request costs whoever sent it; null while there is no database to count in. */
    charges: RequestCharges | null;
  }
}

/** Charges every request of these routes, also one that is refused, and says in the answer what is left. */
export function chargeRequests(
  server: FastifyInstance,
  { lifecycle, limits }: { lifecycle: Lifecycle; limits: Limits },
): void {
  server.decorateRequest('charges', null);

  server.addHook('onRequest', (request, _reply, done) => {
    const { phase } = lifecycle;
    if (phase.name === 'ready') {
      const { rateLimiter } = phase;
      request.charges = new RequestCharges({ rateLimiter, limits }, request.ip);
      // Whoever shows a bearer is perhaps somebody else than the others at the address.
      if (request.headers.authorization === undefined) request.charges.refuseSpent();
    }
    done();
  });

  server.setErrorHandler<Error>(async (error, { charges }) => {
    throw charges ? await chargedRefusal(charges, error) : error;
  });

  server.addHook('onSend', (request, reply, _payload, done) => {
    const { charges } = request;
    if (charges) reply.headers(headersOfCharges(charges));
    done();
  });
}

/** What an answer says of what is left, and of when to come again where its request came too early. */
export function headersOfCharges({ left, retryAfterSeconds }: RequestCharges): Record<string, string> {
  return {
    ...rateLimitHeaders(left),
    ...(retryAfterSeconds !== null && { 'retry-after': String(retryAfterSeconds) }),
  };
}

/** What is told of an error before there was an operation: whoever sends nothing else pays as well, and may send too many. */
export async function chargedRefusal(charges: RequestCharges, error: Error): Promise<Error> {
  return (!isUnavailable(error) && (await tooEarlyFor(charges))) || error;
}

/** A refusal that cannot be charged is that of the request all the same; one too many is refused for being that. */
function tooEarlyFor(charges: RequestCharges): Promise<RateLimited | null> {
  return charges.chargeRefusal().then(
    () => null,
    (error: unknown) => (error instanceof RateLimited ? error : null),
  );
}

function isUnavailable(error: Error): boolean {
  const known = databaseErrorOf(error) ?? error;
  return known instanceof GraphQLError && known.extensions.code === 'SERVICE_UNAVAILABLE';
}
