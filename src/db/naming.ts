import { DefaultNamingStrategy, NamingStrategyInterface, Table } from 'typeorm';

/**
 * Names things in the database as PostgreSQL itself would: snake_case columns, `papers_pkey`,
 * `papers_doi_key`, `authorships_author_id_fkey`. So migrations need not spell constraint names out,
 * and TypeORM's schema builder still recognises them.
 */
export class PostgresNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(propertyName: string, customName: string): string {
    return customName || snakeCase(propertyName);
  }
  override primaryKeyName(table: Table | string): string {
    return `${this.getTableName(table)}_pkey`;
  }
  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return `${this.getTableName(table)}_${columns.join('_')}_key`;
  }
  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `${this.getTableName(table)}_${columns.join('_')}_fkey`;
  }
  override indexName(table: Table | string, columns: string[]): string {
    return `${this.getTableName(table)}_${columns.join('_')}_idx`;
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
