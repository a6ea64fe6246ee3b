import {
  GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { apiSchema } from '../../src/schema';

interface Described {
  name: string;
  description?: string | null | undefined;
}

const types = Object.values(apiSchema().getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
);

/** A type and everything in it, each under its full name: `Paper.authors(first:)`. */
function elementsOf(type: GraphQLNamedType): Described[] {
  return [type, ...partsOf(type)];
}

function partsOf(type: GraphQLNamedType): Described[] {
  const within = ({ name, description }: Described): Described => ({ name: `${type.name}.${name}`, description });
  if (isEnumType(type)) return type.getValues().map(within);
  if (isInputObjectType(type)) return Object.values(type.getFields()).map(within);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    within(field),
    ...field.args.map(({ name, description }) => within({ name: `${field.name}(${name}:)`, description })),
  ]);
}

// The roots are known by what is in them.
const ROOTS = ['Query', 'Mutation', 'Subscription'];
const elements = types.flatMap(elementsOf).filter(({ name }) => !ROOTS.includes(name));

describe('descriptions', () => {
  it('stand on every type, field, argument, input and enum value', () => {
    expect(elements.length).toBeGreaterThan(200);
    expect(elements.filter((element) => !element.description?.trim()).map((element) => element.name)).toEqual([]);
  });

  it('are sentences', () => {
    const broken = elements.filter(({ description }) => !/^["`A-Z\d][^]*[.:]$/.test(description ?? ''));
    expect(broken.map(({ name, description }) => `${name}: ${description}`)).toEqual([]);
  });

  it('tell the limits of each connection', () => {
    const lists = types
      .filter((type) => isObjectType(type))
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .filter(({ field }) => String(field.type).replace('!', '').endsWith('Connection'));
    const silent = lists.filter(({ field }) => !/20 a page, at most 100/.test(field.description ?? ''));
    expect(lists.length).toBeGreaterThan(10);
    expect(silent.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
  });
});
