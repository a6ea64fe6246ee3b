import {
  createSourceEventStream,
  DocumentNode,
  execute,
  ExecutionResult,
  getOperationAST,
  GraphQLError,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import { CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

/** An operation that came so often is compiled: that takes as long as some runs of it, and halves all later ones. */
const COMPILED_AFTER_RUNS = 20;

/** How many characters the compiled documents may have together: code takes about 600 bytes for each. */
const COMPILED_CHARACTERS = 100_000;

export interface Request {
  document: DocumentNode;
  operationName: string | null;
  variables: Record<string, unknown>;
  context: object;
  /** What the fields of the root are fields of: the event that a subscription is answered for. */
  root?: object | undefined;
}

export type Execute = (request: Request) => Promise<ExecutionResult>;

/** How often an operation ran, for as long as its document is kept. */
interface Known {
  runs: number;
  characters: number;
}

/** Makes the function that runs operations of a schema: by graphql-js at first, compiled once they come again and again. */
export function createExecutor(schema: GraphQLSchema, compiledAfterRuns = COMPILED_AFTER_RUNS): Execute {
  const knownByOperation = new WeakMap<OperationDefinitionNode, Known>();
  const compiledByKnown = new LRUCache<Known, CompiledQuery>({
    maxSize: COMPILED_CHARACTERS,
    sizeCalculation: (_compiled, known) => known.characters,
    dispose: (_compiled, known) => (known.runs = 0),
  });

  return async (request) => {
    const compiled = compiledFor(request);
    if (!compiled) return interpret(schema, request);
    const result = await compiled.query(request.root, request.context, request.variables);
    // Nothing ran, as variables do not fit: graphql-js says so in its own words.
    if (result.data === undefined) return interpret(schema, request);
    return result.errors ? { ...result, errors: result.errors.map(asOfGraphqlJs) } : result;
  };

  function compiledFor(request: Request): CompiledQuery | undefined {
    const operation = getOperationAST(request.document, request.operationName);
    if (!operation) return undefined;
    let known = knownByOperation.get(operation);
    if (!known) knownByOperation.set(operation, (known = { runs: 0, characters: request.document.loc?.end ?? 1 }));
    if (known.runs++ < compiledAfterRuns) return undefined;
    return compiledByKnown.get(known) ?? compile(request, known);
  }

  function compile({ document, operationName }: Request, known: Known): CompiledQuery | undefined {
    const compiled = compileQuery(schema, document, operationName ?? undefined, {
      disablingCapturingStackErrors: true,
    });
    if (isCompiledQuery(compiled)) {
      compiledByKnown.set(known, compiled);
      return compiled;
    }
    // What cannot be compiled is not tried again soon.
    known.runs = 0;
    return undefined;
  }
}

/** A compiled document's errors have no extensions where their causes have none, which Apollo does not expect of any. */
function asOfGraphqlJs({ message, path, originalError, extensions, locations }: GraphQLError): GraphQLError {
  const error = new GraphQLError(message, { path, originalError, extensions });
  return Object.assign(error, { locations });
}

async function interpret(schema: GraphQLSchema, { document, operationName, variables, context, root }: Request) {
  const values = { rootValue: root, variableValues: variables, contextValue: context };
  return execute({ schema, document, operationName, ...values });
}

/** Opens a subscription: its events, or why there are none. */
export async function openEvents(schema: GraphQLSchema, { document, operationName, variables, context }: Request) {
  const values = { variableValues: variables, contextValue: context };
  return createSourceEventStream({ schema, document, operationName, ...values });
}
