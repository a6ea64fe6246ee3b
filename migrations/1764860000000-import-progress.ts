import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What imports did, for whoever watches them from another process. */
export class ImportProgress1764860000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table import_progress (
        id smallint primary key check (id = 1),
        added bigint not null default 0,
        changed bigint not null default 0,
        unchanged bigint not null default 0,
        refused bigint not null default 0,
        imports bigint not null default 0,
        last_written_at timestamptz(3),
        last_finished_at timestamptz(3)
      );
      insert into import_progress (id) values (1);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table import_progress');
  }
}
