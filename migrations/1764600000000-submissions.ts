import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people submit, and what is fetched for them. */
export class Submissions1764600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table users
        add column submitted_on date,
        add column submitted_on_count integer not null default 0 check (submitted_on_count >= 0);

      alter table submissions
        add column arxiv_id text,
        add constraint submissions_note_check check (length(note) <= 1000);
      create unique index submissions_arxiv_id_key on submissions (arxiv_id) where state <> 'REJECTED';
      create index submissions_paper_id_idx on submissions (paper_id);

      create table submission_fetches (
        submission_id integer primary key references submissions on delete cascade,
        attempts integer not null default 0 check (attempts >= 0),
        next_attempt_at timestamptz(3) not null default now(),
        last_error text
      );
      create index submission_fetches_next_attempt_at_idx on submission_fetches (next_attempt_at);

      create table source_turns (
        source text primary key,
        next_at timestamptz(3) not null default now()
      );
      insert into source_turns (source) values ('arxiv');
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table source_turns, submission_fetches;
      drop index submissions_paper_id_idx, submissions_arxiv_id_key;
      alter table submissions drop constraint submissions_note_check, drop column arxiv_id;
      alter table users drop column submitted_on_count, drop column submitted_on;
    `);
  }
}
