import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 make every object young. By itself it makes those old at once of which others of the same place outlived small
 * collections of garbage. In a server that is what waits for a statement; and what is made old keeps all rows of its request,
 * which nobody has any more, until a full collection comes.
 */
export function forgoPretenuring(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
