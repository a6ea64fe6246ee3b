import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came of mutations that were sent with a key, so that a repetition gets the same answer. */
export class IdempotencyKeys1764400000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table idempotency_keys (
        user_id integer not null references users on delete cascade,
        mutation text not null,
        key text not null check (length(key) between 1 and 255),
        input_hash bytea not null,
        outcome jsonb not null,
        created_at timestamptz(3) not null default now(),
        primary key (user_id, mutation, key)
      );
      create index idempotency_keys_created_at_idx on idempotency_keys (created_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table idempotency_keys');
  }
}
