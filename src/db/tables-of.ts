import { getMetadataArgsStorage } from 'typeorm';

/** The names of the tables that classes are mapped to, without a connection. */
export function tablesOf(entities: (abstract new () => object)[]): string[] {
  const mapped: readonly unknown[] = entities;
  return getMetadataArgsStorage()
    .tables.filter(({ target, name }) => mapped.includes(target) && name !== undefined)
    .map(({ name }) => name as string);
}
