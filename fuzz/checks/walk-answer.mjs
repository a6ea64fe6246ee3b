import { getNullableType, isAbstractType, isEnumType, isLeafType, isListType, isNonNullType, Kind } from 'graphql';

/** What each scalar looks like in an answer. */
const SCALARS = {
  ID: (value) => typeof value === 'string' && value !== '',
  String: (value) => typeof value === 'string' && value.isWellFormed(),
  Boolean: (value) => typeof value === 'boolean',
  Int: (value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31,
  Float: (value) => Number.isFinite(value),
  DateTime: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)) && value.endsWith('Z'),
  LocalDate: (value) => /^\d{4}-\d\d-\d\d$/.test(value),
};

/**
 * Walks data by the document that asked for them, and tells `onField` of each field with its type and value. Answers
 * the places where the data are not what the document asks of the schema, a sentence each.
 */
export function walkAnswer(schema, document, data, onField = () => {}) {
  const misfits = [];
  const fragments = new Map();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  walkObject(schema.getRootType(operation.operation), [operation.selectionSet], data, 'data');
  return misfits;

  function walkObject(type, selectionSets, value, path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return misfit(path, 'is no object', value);
    const asked = new Map();
    for (const selectionSet of selectionSets) collect(type, selectionSet, false, asked);
    for (const key of Object.keys(value))
      if (!asked.has(key)) misfit(`${path}.${key}`, 'was not asked for', value[key]);
    for (const [key, { nodes, isConditional }] of asked) {
      if (Object.hasOwn(value, key)) walkField(type, nodes, value[key], `${path}.${key}`);
      else if (!isConditional) misfit(`${path}.${key}`, 'is missing');
    }
  }

  function walkField(type, nodes, value, path) {
    const name = nodes[0].name.value;
    if (name === '__typename') return value === type.name || misfit(path, `is no ${type.name}`, value);
    if (name.startsWith('__')) return undefined;
    const field = type.getFields()[name];
    onField(type, field, value);
    return walkValue(field.type, nodes, value, path);
  }

  function walkValue(type, nodes, value, path) {
    if (value === null)
      return isNonNullType(type) ? misfit(path, `is null, which ${String(type)} is never`) : undefined;
    const inner = getNullableType(type);
    if (isListType(inner)) {
      if (!Array.isArray(value)) return misfit(path, 'is no list', value);
      return value.forEach((item, index) => walkValue(inner.ofType, nodes, item, `${path}[${index}]`));
    }
    if (isLeafType(inner)) return isOfType(inner, value) || misfit(path, `is no ${inner.name}`, value);
    const object = isAbstractType(inner) ? schema.getType(value.__typename) : inner;
    const selectionSets = nodes.map(({ selectionSet }) => selectionSet);
    return object ? walkObject(object, selectionSets, value, path) : misfit(path, 'has no known type', value);
  }

  function collect(type, { selections }, isConditional, asked) {
    for (const selection of selections) {
      const isPerhaps = isConditional || selection.directives.length > 0;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const known = asked.get(key);
        asked.set(key, {
          nodes: [...(known?.nodes ?? []), selection],
          isConditional: isPerhaps && (known?.isConditional ?? true),
        });
        continue;
      }
      const part = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (applies(part.typeCondition, type)) collect(type, part.selectionSet, isPerhaps, asked);
    }
  }

  function applies(condition, type) {
    const of = condition ? schema.getType(condition.name.value) : type;
    return of === type || (isAbstractType(of) && schema.isSubType(of, type));
  }

  function misfit(path, fault, value) {
    misfits.push(`${path} ${fault}${value === undefined ? '' : `: ${JSON.stringify(value).slice(0, 80)}`}`);
  }
}

function isOfType(type, value) {
  return isEnumType(type) ? type.getValue(value) !== undefined : SCALARS[type.name](value);
}
