import { getNullableType, isEnumType, isInputObjectType, isListType } from 'graphql';

/** What stands in a block string as it stands between quotation marks. */
const PLAIN = /^[!#-[\]-~](?:[ !#-[\]-~]*[!#-[\]-~])?$/;

/** A value as a document writes it. */
export function literalOf(type, value) {
  const inner = getNullableType(type);
  if (value === null) return 'null';
  if (isListType(inner)) return `[${value.map((item) => literalOf(inner.ofType, item)).join(', ')}]`;
  if (isEnumType(inner)) return value;
  if (!isInputObjectType(inner)) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([name, field]) => `${name}: ${literalOf(inner.getFields()[name].type, field)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

/** A text as a block string, where that says the same. */
export function blockString(text) {
  return PLAIN.test(text) ? `"""${text}"""` : JSON.stringify(text);
}
