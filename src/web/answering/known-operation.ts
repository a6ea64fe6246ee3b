import { type DocumentNode, Kind, type OperationDefinitionNode, OperationTypeNode, visit } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Costs that are remembered of an operation, and the longest variables that they are remembered for. */
const REMEMBERED_COSTS = 200;
const LONGEST_VARIABLES = 1_000;

/** The fields whose value depends on who asks, even where that is nobody in particular. */
const OF_WHO_ASKS = ['rateLimit'];

/** An operation that was parsed, validated and measured before, and is not looked at again. */
export class KnownOperation {
  /** Whether everybody who is nobody in particular gets the same answer at the same time, or for the same event. */
  readonly isForAnybody: boolean;
  private readonly costByVariables = new LRUCache<string, number>({ max: REMEMBERED_COSTS });

  constructor(
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    /** SHA-256 of its document in hexadecimal. */
    readonly documentHash: string,
  ) {
    this.isForAnybody = operation.operation !== OperationTypeNode.MUTATION && !asksForOneself(document);
  }

  /** What it costs with these variables, which are the text beside them. */
  costWith(variables: string, measure: () => number | null): number | null {
    const remembered = this.costByVariables.get(variables);
    if (remembered !== undefined) return remembered;
    const cost = measure();
    if (cost !== null && variables.length <= LONGEST_VARIABLES) this.costByVariables.set(variables, cost);
    return cost;
  }
}

function asksForOneself(document: DocumentNode): boolean {
  let does = false;
  visit(document, {
    [Kind.FIELD]: (field) => {
      does ||= OF_WHO_ASKS.includes(field.name.value);
    },
  });
  return does;
}
