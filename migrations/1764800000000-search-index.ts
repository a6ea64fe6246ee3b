import type { MigrationInterface, QueryRunner } from 'typeorm';
import { buildIndex } from '../src/db/migrating/build-index';
import { once, takeSteps } from '../src/db/migrating/steps';

/** What papers are found by. It is filled after the migration, beside the requests: see `indexMissingPapers`. */
export class SearchIndex1764800000000 implements MigrationInterface {
  transaction = false as const;

  async up(queryRunner: QueryRunner): Promise<void> {
    await takeSteps(queryRunner, [
      once('paper_terms.terms', TABLES),
      buildIndex('papers_title_key_prefix_idx', 'papers ((left(title_key, 40) collate "C"))'),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      delete from totals where name in ('indexed_papers', 'indexed_words');
      drop index papers_title_key_prefix_idx;
      drop table search_words, search_tokens, paper_tokens, paper_terms;
    `);
  }
}

const TABLES = `
  create table paper_terms (
    paper_id integer primary key references papers on delete cascade,
    version smallint not null,
    length integer not null check (length >= 0),
    terms bytea not null
  );

  create table paper_tokens (
    paper_id integer primary key references papers on delete cascade,
    tokens integer[] not null
  );
  create index paper_tokens_tokens_idx on paper_tokens using gin (tokens);

  create table search_tokens (
    token integer primary key,
    paper_count integer not null check (paper_count >= 0)
  ) with (fillfactor = 80);

  create table search_words (
    word text collate "C" primary key,
    deletions integer[] not null
  );
  create index search_words_deletions_idx on search_words using gin (deletions);

  insert into totals (name, count) values ('indexed_papers', 0), ('indexed_words', 0);`;
