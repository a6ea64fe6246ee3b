import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { Author } from './authors/author.entity';
import type { Shown } from './graphql/context';
import { Paper } from './papers/paper.entity';

/** Has every field of a schema that leads to papers note which ones it leads to, where somebody wants to know: `Context.shown`. */
export function notePapersShown(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      const leadsTo = getNamedType(field.type);
      if (leadsTo.name !== 'Paper' && !isInterfaceType(leadsTo)) continue;
      field.resolve = noting(field.resolve ?? defaultFieldResolver, isInterfaceType(leadsTo));
    }
  }
  return schema;
}

type Resolve = GraphQLFieldResolver<unknown, { shown?: Shown | null }>;

function noting(resolve: Resolve, isOfAnyType: boolean): Resolve {
  return (source, args, context, info) => {
    const value: unknown = resolve(source, args, context, info);
    const { shown } = context;
    return shown ? noted(shown, value, isOfAnyType) : value;
  };
}

function noted(shown: Shown, value: unknown, isOfAnyType: boolean): unknown {
  if (value instanceof Promise) return value.then((settled: unknown) => noted(shown, settled, isOfAnyType));
  if (Array.isArray(value)) for (const one of value) noted(shown, one, isOfAnyType);
  else if (value instanceof Paper) shown.paperIds.add(value.rowId);
  // Of a field that leads to anything, nothing may become something that has nothing to do with papers.
  else if (isOfAnyType && !(value instanceof Author)) shown.hasOthers = true;
  return value;
}
