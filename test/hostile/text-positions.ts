import {
  getNullableType,
  GraphQLArgument,
  GraphQLInputField,
  GraphQLInputType,
  GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isScalarType,
} from 'graphql';

/** A place in the arguments of a field where a client writes a text. */
export interface TextPosition {
  /** `Query.papers(filter.categories)`. */
  name: string;
  type: string;
  field: string;
  /** The name of the argument, and of the fields of input objects below it. */
  path: string[];
  scalar: string;
  /** The arguments of the field with a variable at the place, and the least that is required beside it. */
  argumentsWith: (variable: string) => string;
}

type Input = GraphQLArgument | GraphQLInputField;

/** Scalars that no text is. */
const OTHERS = ['Int', 'Float', 'Boolean'];

/** Every place of the schema, in the order of its types. */
export function textPositions(schema: GraphQLSchema): TextPosition[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  return types.flatMap((type) =>
    Object.values(isObjectType(type) ? type.getFields() : {}).flatMap((field) =>
      field.args.flatMap(textsBelow).map(({ path, scalar }) => ({
        name: `${type.name}.${field.name}(${path.join('.')})`,
        type: type.name,
        field: field.name,
        path,
        scalar,
        argumentsWith: (variable) => `(${fieldsWith(field.args, path, variable)})`,
      })),
    ),
  );
}

function textsBelow(input: Input): { path: string[]; scalar: string }[] {
  const type = itemOf(input.type);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).flatMap((field) =>
      textsBelow(field).map(({ path, scalar }) => ({ path: [input.name, ...path], scalar })),
    );
  }
  return isScalarType(type) && !OTHERS.includes(type.name) ? [{ path: [input.name], scalar: type.name }] : [];
}

function fieldsWith(inputs: readonly Input[], [name, ...below]: string[], variable: string): string {
  const said = inputs.filter((input) => input.name === name || isRequired(input));
  const literals = said.map((input) => {
    const literal = input.name === name ? literalWith(input.type, below, variable) : leastOf(input.type);
    return `${input.name}: ${literal}`;
  });
  return literals.join(', ');
}

function literalWith(type: GraphQLInputType, path: string[], variable: string): string {
  const inner = getNullableType(type);
  if (isListType(inner)) return `[${literalWith(inner.ofType, path, variable)}]`;
  if (!isInputObjectType(inner)) return variable;
  return `{ ${fieldsWith(Object.values(inner.getFields()), path, variable)} }`;
}

function leastOf(type: GraphQLInputType): string {
  const inner = getNullableType(type);
  if (isListType(inner)) return `[${leastOf(inner.ofType)}]`;
  if (isEnumType(inner)) return inner.getValues()[0]?.name ?? '';
  if (isInputObjectType(inner)) return `{ ${fieldsWith(Object.values(inner.getFields()), [], '')} }`;
  return '"x"';
}

/** An argument and a field of an input are required by the same rule. */
const isRequired = (input: Input) => isRequiredArgument(input);

function itemOf(type: GraphQLInputType): GraphQLInputType {
  const inner = getNullableType(type);
  return isListType(inner) ? itemOf(inner.ofType) : inner;
}
