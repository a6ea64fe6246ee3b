import { RequestPool } from '../../src/db/requests/request-pool';
import { Limits, limitsWith } from '../../src/graphql/limits';

/** The connections that the requests of a test have. */
export function testRequestPool(url: string, limits: Limits = limitsWith(), size = 10): RequestPool {
  const { statementMs, poolWaitMs, requestMs } = limits;
  return new RequestPool({ url, size, statementMs, waitMs: poolWaitMs, requestMs });
}
