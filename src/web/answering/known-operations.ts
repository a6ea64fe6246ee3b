import type { ApolloServerPlugin } from '@apollo/server';
import { LRUCache } from 'lru-cache';
import type { Context } from '../../graphql/context';
import { KnownOperation } from './known-operation';
import { movedBy } from './moved-by';

/** About what a parsed document takes for each of its characters, and what lies beside it. */
const BYTES_PER_CHARACTER = 60;
const ENTRY_BYTES = 1_000;

/** Some hundreds of usual documents; all of them are parsed again when they come again. */
const REMEMBERED_BYTES = 30_000_000;

/** The operations that ran before, by their documents and names. */
export class KnownOperations {
  private readonly byDocument = new LRUCache<string, Map<string | null, KnownOperation>>({
    maxSize: REMEMBERED_BYTES,
    sizeCalculation: (_operations, source) => BYTES_PER_CHARACTER * source.length + ENTRY_BYTES,
  });

  find(source: string, operationName: string | null): KnownOperation | undefined {
    return this.byDocument.get(source)?.get(operationName);
  }

  /** Learns what ran by the long way: from then on there is a short one. */
  readonly plugin: ApolloServerPlugin<Context> = {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ schema, source, document, operation, queryHash, request, response }) => {
          const hasRun = response.body.kind === 'single' && response.body.singleResult.data !== undefined;
          if (hasRun && source && document && operation && queryHash) {
            const known = new KnownOperation(document, operation, queryHash, movedBy(schema, document));
            this.learn(source, request.operationName ?? null, known);
          }
          return Promise.resolve();
        },
      }),
  };

  private learn(source: string, operationName: string | null, operation: KnownOperation): void {
    const operations = this.byDocument.get(source) ?? new Map<string | null, KnownOperation>();
    // A document has as many names as operations: others were refused.
    operations.set(operationName, operation);
    this.byDocument.set(source, operations);
  }
}
