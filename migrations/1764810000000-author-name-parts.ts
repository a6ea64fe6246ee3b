import type { MigrationInterface, QueryRunner } from 'typeorm';
import { buildIndex } from '../src/db/migrating/build-index';
import { once, takeSteps } from '../src/db/migrating/steps';

/** What the name of an author is found by. Null until it is filled for rows that were there before. */
export class AuthorNameParts1764810000000 implements MigrationInterface {
  transaction = false as const;

  async up(queryRunner: QueryRunner): Promise<void> {
    await takeSteps(queryRunner, [
      once('authors.name_parts', 'alter table authors add column name_parts text[]'),
      buildIndex('authors_name_parts_idx', 'authors using gin (name_parts)'),
      buildIndex('authors_without_name_parts_idx', 'authors (id) where name_parts is null'),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table authors drop column name_parts`);
  }
}
