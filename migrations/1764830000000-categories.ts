import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The names of categories, to be suggested; how many papers each has is the count of its token. */
export class Categories1764830000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table search_categories (
        category text primary key
      );
      create index search_categories_lower_idx on search_categories ((lower(category) collate "C"));

      insert into search_categories select distinct unnest(categories) from papers;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table search_categories');
  }
}
