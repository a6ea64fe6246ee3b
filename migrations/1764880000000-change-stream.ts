import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What readers of the change stream have to know of it as a whole. */
export class ChangeStream1764880000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table change_stream (
        id smallint primary key check (id = 1),
        transaction_offset bigint not null default 0,
        expired_transaction_id bigint not null default 0,
        expired_id bigint not null default 0
      );
      insert into change_stream (id) values (1);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table change_stream');
  }
}
