import {
  DocumentNode,
  FragmentDefinitionNode,
  getVariableValues,
  GraphQLSchema,
  Kind,
  OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import type { HourlyQuota, QuotaCounts } from '../graphql/charges';

/** How often an operation does what is counted by the hour; fields are merged and left out as execution does it. */
export function countQuotas(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  input: Record<string, unknown>,
): QuotaCounts {
  const counts = new Map<HourlyQuota, number>();
  if (operation.operation !== OperationTypeNode.MUTATION) return counts;
  const root = schema.getMutationType();
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], input);
  // Variables that do not fit are refused by execution.
  if (!root || !coerced) return counts;
  const groups = collectFields(schema, fragmentsOf(document), coerced, root, operation.selectionSet);
  for (const [node] of groups.values()) {
    // `__typename` is a field of no type.
    const field = node && root.getFields()[node.name.value];
    const quota = field?.extensions.hourlyQuota as HourlyQuota | undefined;
    if (quota) counts.set(quota, (counts.get(quota) ?? 0) + 1);
  }
  return counts;
}

function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}
