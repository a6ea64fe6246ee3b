import type { Context, Deployment } from '../../graphql/context';

type OfRequest = Pick<Context, 'database' | 'viewer' | 'confirmation' | 'charges' | 'requestId' | 'subscription'>;

/** What resolvers know of one request to a deployment. */
export function contextFor(deployment: Deployment, request: OfRequest): Context {
  return { ...deployment, ...request, cost: { requested: 1 }, shown: null, loaded: { scope: new Map() } };
}
