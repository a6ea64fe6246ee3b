import {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  isIntrospectionType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  OperationDefinitionNode,
  OperationTypeNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { getArgumentValues } from 'graphql/execution/values.js';
import { checkLimit, Limits } from '../graphql/limits';
import { DEFAULT_PAGE_SIZE } from '../graphql/page';
import { checkInput } from './check-input';

type Variables = Record<string, unknown>;
type FieldGroups = ReadonlyMap<string, readonly FieldNode[]>;
type Field = GraphQLField<unknown, unknown>;
/** How many objects a list has at most, or how that follows from the arguments. */
type ListSize = number | ((args: Variables) => number);

/** What counting a list costs: about as much as reading ten rows of it. */
const COUNT_COST = 10;

/** What a list of the schema costs: no statement, and some thousand objects of memory at most. */
const INTROSPECTION_COST = 100;

const META_FIELDS = [SchemaMetaFieldDef, TypeMetaFieldDef];

/**
 * Walks an operation as execution would: fragments spread, skipped fields left out, equal fields merged. A field costs
 * one for each object that it may return and what is below it; what is over a limit is refused on the way.
 */
export class OperationMeter {
  private depth = 0;
  private aliases = 0;
  private fields = 0;
  private introspectionLists = 0;
  private readonly fragments: Record<string, FragmentDefinitionNode> = {};

  constructor(
    private readonly limits: Limits,
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Variables,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments[definition.name.value] = definition;
    }
  }

  /** The cost of the operation: 1 for the request, and that of its fields. */
  costOf(operation: OperationDefinitionNode): number {
    const root = this.schema.getRootType(operation.operation);
    if (!root) return 1;
    const groups = collectFields(this.schema, this.fragments, this.variables, root, operation.selectionSet);
    this.checkRootFields(operation.operation, root, groups);
    const cost = 1 + this.costOfFields(root, groups, 1);
    checkLimit(this.limits, 'depth', this.depth);
    checkLimit(this.limits, 'aliases', this.aliases);
    checkLimit(this.limits, 'introspectionLists', this.introspectionLists);
    return cost;
  }

  private checkRootFields(operation: OperationTypeNode, root: GraphQLObjectType, groups: FieldGroups): void {
    const count = [...groups.values()].filter(([node]) => node && root.getFields()[node.name.value]).length;
    checkLimit(this.limits, operation === OperationTypeNode.MUTATION ? 'mutations' : 'rootFields', count);
  }

  private costOfFields(parent: GraphQLObjectType, groups: FieldGroups, depth: number): number {
    this.depth = Math.max(this.depth, depth);
    let cost = 0;
    for (const nodes of groups.values()) {
      const field = this.enter(parent, nodes);
      if (field) cost += this.costOfField(field, nodes, depth);
    }
    return cost;
  }

  /** Counts a field; answers its definition, unless it is `__typename`. */
  private enter(parent: GraphQLObjectType, nodes: readonly FieldNode[]): Field | undefined {
    this.fields++;
    checkLimit(this.limits, 'fields', this.fields);
    const [node] = nodes;
    if (node?.alias) this.aliases++;
    return node && (parent.getFields()[node.name.value] ?? META_FIELDS.find(({ name }) => name === node.name.value));
  }

  private costOfField(field: Field, nodes: readonly FieldNode[], depth: number): number {
    const args = getArgumentValues(field, nodes[0] as FieldNode, this.variables);
    checkInput(this.limits, field.args, args);
    const type = getNamedType(field.type);
    if (isIntrospectionType(type)) return this.costOfIntrospection(field, nodes, depth);
    if (isLeafType(type)) return 0;
    if (isObjectType(type) && type.name.endsWith('Connection')) {
      return 1 + this.costOfConnection(type, nodes, pageSizeOf(args), depth + 1);
    }
    return lengthOf(field, args) * (1 + this.costBelow(type as GraphQLCompositeType, nodes, depth + 1));
  }

  /** The schema is in memory and of a known size, so its objects are not counted one by one, but each list of it once. */
  private costOfIntrospection(field: Field, nodes: readonly FieldNode[], depth: number): number {
    const isList = isListType(getNullableType(field.type));
    if (isList) this.introspectionLists++;
    const type = getNamedType(field.type);
    const below = isObjectType(type) ? this.costOfFields(type, this.subfields(type, nodes), depth) : 0;
    return below + (isList ? INTROSPECTION_COST : 0);
  }

  /** Of an interface, the dearest of the types that may stand behind it. */
  private costBelow(type: GraphQLCompositeType, nodes: readonly FieldNode[], depth: number): number {
    const possible = isObjectType(type) ? [type] : this.schema.getPossibleTypes(type);
    return Math.max(...possible.map((object) => this.costOfFields(object, this.subfields(object, nodes), depth)));
  }

  private costOfConnection(type: GraphQLObjectType, nodes: readonly FieldNode[], size: number, depth: number): number {
    this.depth = Math.max(this.depth, depth);
    let cost = 0;
    let isCounted = false;
    for (const group of this.subfields(type, nodes).values()) {
      const field = this.enter(type, group);
      if (field?.name === 'edges') cost += size * (1 + this.costOfEdge(field, group, depth + 1));
      else if (field?.name === 'nodes') cost += size * (1 + this.costBelow(compositeOf(field), group, depth + 1));
      else if (field?.name === 'totalCount' || field?.name === 'totalCountIsLowerBound') isCounted = true;
      else if (field) cost += this.costOfField(field, group, depth);
    }
    return cost + (isCounted ? COUNT_COST : 0);
  }

  /** The edge itself is paid for by its list. Its node is one with it, unless it is asked for more than once. */
  private costOfEdge(edges: Field, nodes: readonly FieldNode[], depth: number): number {
    this.depth = Math.max(this.depth, depth);
    const edge = compositeOf(edges) as GraphQLObjectType;
    let cost = 0;
    let nodeCount = 0;
    for (const group of this.subfields(edge, nodes).values()) {
      const field = this.enter(edge, group);
      if (field?.name === 'node') nodeCount++;
      if (field) cost += this.costOfField(field, group, depth);
    }
    return cost - Math.min(nodeCount, 1);
  }

  private subfields(type: GraphQLObjectType, nodes: readonly FieldNode[]): FieldGroups {
    return collectSubfields(this.schema, this.fragments, this.variables, type, nodes);
  }
}

function compositeOf(field: Field): GraphQLCompositeType {
  return getNamedType(field.type) as GraphQLCompositeType;
}

function pageSizeOf(args: Record<string, unknown>): number {
  const size = args.first ?? args.last ?? DEFAULT_PAGE_SIZE;
  // A negative size is refused by the field; here it must not make other fields cheaper.
  return Math.max(0, Number(size));
}

/** How many objects a field that is no connection may answer: a list says so in its extensions. */
function lengthOf(field: Field, args: Record<string, unknown>): number {
  if (!isListType(getNullableType(field.type))) return 1;
  const { listSize, listSizeOf } = field.extensions as { listSize?: ListSize; listSizeOf?: string };
  if (listSizeOf !== undefined) return (args[listSizeOf] as unknown[]).length;
  if (typeof listSize === 'function') return listSize(args);
  if (listSize !== undefined) return listSize;
  throw new Error(`The list field "${field.name}" does not say how long it may be: give it @Extensions({ listSize }).`);
}
