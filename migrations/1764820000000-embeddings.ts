import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What papers mean, as vectors of a model. */
export class Embeddings1764820000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table paper_embeddings (
        paper_id integer not null references papers on delete cascade,
        model text not null check (length(model) between 1 and 200),
        text_hash bytea not null,
        vector bytea not null check (length(vector) between 4 and 16384 and length(vector) % 4 = 0),
        primary key (paper_id, model)
      );
      -- Up to 2,000 dimensions a vector stays in its row, where a scan reads it six times as fast; none can be compressed.
      alter table paper_embeddings alter column vector set storage external;
      alter table paper_embeddings set (toast_tuple_target = 8160);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table paper_embeddings');
  }
}
