import { GraphQLInputType, isInputObjectType, isListType, isNonNullType, isScalarType } from 'graphql';
import { checkLimit, Limits } from '../graphql/limits';

/** An argument of a field, or a field of an input object. */
interface Input {
  name: string;
  type: GraphQLInputType;
}

/** Refuses lists and strings in the arguments of a field that are longer than anything that is taken. */
export function checkInput(limits: Limits, inputs: readonly Input[], values: Record<string, unknown>): void {
  for (const { name, type } of inputs) checkValue(limits, type, values[name]);
}

function checkValue(limits: Limits, type: GraphQLInputType, value: unknown): void {
  if (value === null || value === undefined) return;
  if (isNonNullType(type)) return checkValue(limits, type.ofType, value);
  if (isListType(type) && Array.isArray(value)) {
    checkLimit(limits, 'listItems', value.length);
    for (const item of value) checkValue(limits, type.ofType, item);
  } else if (isInputObjectType(type)) {
    checkInput(limits, Object.values(type.getFields()), value as Record<string, unknown>);
  } else if (isScalarType(type) && typeof value === 'string') {
    checkLimit(limits, 'stringCharacters', value.length);
  }
}
