import {
  type DocumentNode,
  GraphQLID,
  GraphQLString,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type TypeNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../../graphql/limits';
import type { MovedBy } from './moved-by';

/** Costs that are remembered of an operation, and the longest shape of variables that they are remembered for. */
const REMEMBERED_COSTS = 200;
const LONGEST_SHAPE = 1_000;
/** A history up to now grows by a step an hour, and its cost with it. */
const REMEMBERED_MS = 15 * 60_000;

/** Scalars that take every text: what a field costs does not depend on it. */
const TEXTS = [GraphQLString.name, GraphQLID.name];

/** The fields whose value depends on who asks, even where that is nobody in particular. */
const OF_WHO_ASKS = ['rateLimit'];

/** The mutations of which nothing comes unless a statement wrote that looked whether the viewer is who is remembered. */
const CONFIRMING = ['upvotePaper', 'removePaperUpvote'];

let lastNumber = 0;

/** An operation that was parsed, validated and measured before, and is not looked at again. */
export class KnownOperation {
  /** Whether everybody who is nobody in particular gets the same answer at the same time, or for the same event. */
  readonly isForAnybody: boolean;
  /** Whether it confirms a viewer who is remembered. */
  readonly isConfirming: boolean;
  /** By which it is told from all others of this process. */
  readonly number = ++lastNumber;
  /** Its variables that are texts or lists of them. */
  private readonly texts: Set<string>;
  private readonly costByShape = new LRUCache<string, number>({ max: REMEMBERED_COSTS, ttl: REMEMBERED_MS });

  constructor(
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    /** SHA-256 of its document in hexadecimal. */
    readonly documentHash: string,
    /** What moves its answer; null for what nobody is told of. */
    readonly movedBy: MovedBy | null,
  ) {
    this.isForAnybody = operation.operation !== OperationTypeNode.MUTATION && !asksForOneself(document);
    this.isConfirming = operation.operation === OperationTypeNode.MUTATION && isConfirming(operation.selectionSet);
    const variables = operation.variableDefinitions ?? [];
    this.texts = new Set(variables.filter(({ type }) => isOfTexts(type)).map(({ variable }) => variable.name.value));
  }

  /** What it costs with these variables, which is known where others before had the same but for their texts. */
  costWith(variables: Record<string, unknown>, limits: Limits, measure: () => number | null): number | null {
    const shape = this.shapeOf(variables, limits.stringCharacters);
    const remembered = this.costByShape.get(shape);
    if (remembered !== undefined) return remembered;
    const cost = measure();
    if (cost !== null && shape.length <= LONGEST_SHAPE) this.costByShape.set(shape, cost);
    return cost;
  }

  /** All that the cost depends on, and texts that are longer than any may be. */
  private shapeOf(variables: Record<string, unknown>, longestText: number): string {
    const entries = Object.entries(variables).map(([name, value]) => {
      return [name, this.texts.has(name) ? withoutTexts(value, longestText) : value];
    });
    return JSON.stringify(Object.fromEntries(entries));
  }
}

function isConfirming({ selections }: SelectionSetNode): boolean {
  const [field] = selections;
  return selections.length === 1 && field?.kind === Kind.FIELD && CONFIRMING.includes(field.name.value);
}

function isOfTexts(type: TypeNode): boolean {
  return type.kind === Kind.NAMED_TYPE ? TEXTS.includes(type.name.value) : isOfTexts(type.type);
}

function withoutTexts(value: unknown, longest: number): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutTexts(item, longest));
  return typeof value === 'string' && value.length <= longest ? '' : value;
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
