import { FieldNode, GraphQLResolveInfo, Kind, SelectionNode, SelectionSetNode } from 'graphql';

type Fragments = GraphQLResolveInfo['fragments'];
type Selected = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>;

/** The names below a field, by the field as it stands in a parsed document, which outlives its request. */
const namesBelowField = new WeakMap<FieldNode, ReadonlySet<string>>();

/**
 * Whether the request may show one of these fields anywhere below the field that is resolved: so a list reads dear
 * columns only for those who look at them. Names are not told apart by type, nor conditions weighed.
 */
export function showsAny({ fieldNodes, fragments }: Selected, names: readonly string[]): boolean {
  return fieldNodes.some((field) => {
    const below = namesBelow(field, fragments);
    return names.some((name) => below.has(name));
  });
}

/** Whether the request shows nothing but these fields anywhere below the field that is resolved. */
export function showsOnly({ fieldNodes, fragments }: Selected, names: ReadonlySet<string>): boolean {
  return fieldNodes.every((field) => {
    for (const name of namesBelow(field, fragments)) {
      if (!names.has(name)) return false;
    }
    return true;
  });
}

function namesBelow(field: FieldNode, fragments: Fragments): ReadonlySet<string> {
  let names = namesBelowField.get(field);
  if (!names) namesBelowField.set(field, (names = gatherNames(field.selectionSet, fragments, new Set())));
  return names;
}

function gatherNames(
  selectionSet: SelectionSetNode | undefined,
  fragments: Fragments,
  names: Set<string>,
): Set<string> {
  for (const selection of selectionSet?.selections ?? []) {
    if (selection.kind === Kind.FIELD) names.add(selection.name.value);
    gatherNames(selectionSetOf(selection, fragments), fragments, names);
  }
  return names;
}

function selectionSetOf(selection: SelectionNode, fragments: Fragments): SelectionSetNode | undefined {
  return selection.kind === Kind.FRAGMENT_SPREAD
    ? fragments[selection.name.value]?.selectionSet
    : selection.selectionSet;
}
