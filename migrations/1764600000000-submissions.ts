import type { MigrationInterface, QueryRunner } from 'typeorm';
import { buildIndex } from '../src/db/migrating/build-index';
import { addConstraint } from '../src/db/migrating/constraints';
import { once, takeSteps } from '../src/db/migrating/steps';

/** What people submit, and what is fetched for them. */
export class Submissions1764600000000 implements MigrationInterface {
  transaction = false as const;

  async up(queryRunner: QueryRunner): Promise<void> {
    await takeSteps(queryRunner, [
      once('users.submitted_on', SUBMITTED_ON),
      addConstraint('users', 'users_submitted_on_count_check', 'check (submitted_on_count >= 0)'),
      once('submissions.arxiv_id', 'alter table submissions add column arxiv_id text'),
      addConstraint('submissions', 'submissions_note_check', 'check (length(note) <= 1000)'),
      buildIndex('submissions_arxiv_id_key', `submissions (arxiv_id) where state <> 'REJECTED'`, 'unique index'),
      buildIndex('submissions_paper_id_idx', 'submissions (paper_id)'),
      once('submission_fetches.submission_id', TABLES),
    ]);
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

const SUBMITTED_ON = `
  alter table users
    add column submitted_on date,
    add column submitted_on_count integer not null default 0;`;

const TABLES = `
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
  insert into source_turns (source) values ('arxiv');`;
