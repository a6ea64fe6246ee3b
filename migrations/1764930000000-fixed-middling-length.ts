import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody asks any more how many words papers have on average: search measures them by a fixed length. */
export class FixedMiddlingLength1764930000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`delete from totals where name = 'indexed_words'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `insert into totals (name, count) select 'indexed_words', coalesce(sum(length), 0) from paper_terms`,
    );
  }
}
