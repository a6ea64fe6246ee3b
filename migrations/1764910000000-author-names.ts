import type { MigrationInterface, QueryRunner } from 'typeorm';
import { backfill } from '../src/db/migrating/backfill';
import { once, type Step, takeSteps } from '../src/db/migrating/steps';

/** The names of its authors beside each paper, which triggers keep whoever writes: most of what lists of papers show. */
export class AuthorNames1764910000000 implements MigrationInterface {
  transaction = false as const;

  async up(queryRunner: QueryRunner): Promise<void> {
    await takeSteps(queryRunner, [
      once('papers.author_names', 'alter table papers add column author_names json'),
      statement('The triggers that keep author names with authorships', WITH_AUTHORSHIPS),
      statement('The trigger that keeps author names with authors', WITH_AUTHORS),
      // After the triggers: a paper that begins without names gets each one by them.
      statement('The default of author names', `alter table papers alter column author_names set default '[]'`),
      backfill({
        table: 'papers',
        key: 'id',
        fill: (from, to) => `
          select keep_author_names(
            array(select id from papers where id >= ${from} and id < ${to} and author_names is null)
          )`,
      }),
    ]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger keep_author_names on authors;
      drop trigger keep_author_names_inserted on authorships;
      drop trigger keep_author_names_updated on authorships;
      drop trigger keep_author_names_deleted on authorships;
      drop trigger keep_author_names_truncated on authorships;
      drop function keep_names_of_author, keep_names_of_authorships, keep_author_names;
      alter table papers drop column author_names;
    `);
  }
}

/** Statements that are one short transaction, and may be repeated. */
function statement(what: string, text: string): Step {
  return { what, run: (sql) => sql.query(text) as Promise<void> };
}

const WITH_AUTHORSHIPS = `
  -- The papers are locked by a statement of its own, so that the next one sees what was committed by whoever had the lock:
  -- of two who change the authors of one paper, the second writes what came of both. 101 is the longest page and one more,
  -- which tells whether there is a next one. Where positions have gaps, a name does not tell its position.
  create or replace function keep_author_names(paper_ids integer[]) returns void language plpgsql as $$ begin
    perform from papers where id = any (paper_ids) order by id for no key update;
    update papers set author_names = named.names
    from unnest(paper_ids) as asked (id) cross join lateral (
      select case when coalesce(max(a.position), 0) = count(*) then
        to_json(coalesce(array_agg(author.name order by a.position) filter (where a.position <= 101), '{}')) end as names
      from authorships a join authors author on author.id = a.author_id where a.paper_id = asked.id
    ) named
    where papers.id = asked.id and papers.author_names::text is distinct from named.names::text;
  end $$;

  -- Foreign keys are checked before: by now each author is held, or was renamed by a transaction that is over.
  create or replace function keep_names_of_authorships() returns trigger language plpgsql as $$ begin
    if tg_op = 'TRUNCATE' then
      perform keep_author_names(array(select id from papers));
    elsif tg_op = 'UPDATE' then
      perform keep_author_names(array(select paper_id from former union select paper_id from written));
    else
      perform keep_author_names(array(select distinct paper_id from written));
    end if;
    return null;
  end $$;

  create or replace trigger keep_author_names_inserted after insert on authorships
    referencing new table as written for each statement execute function keep_names_of_authorships();
  create or replace trigger keep_author_names_updated after update on authorships
    referencing old table as former new table as written for each statement execute function keep_names_of_authorships();
  create or replace trigger keep_author_names_deleted after delete on authorships
    referencing old table as written for each statement execute function keep_names_of_authorships();
  create or replace trigger keep_author_names_truncated after truncate on authorships
    for each statement execute function keep_names_of_authorships();`;

const WITH_AUTHORS = `
  -- A name is part of a key, so changing it waits for whoever is just naming the author on a paper, whose foreign key
  -- holds the row; that paper is seen here.
  create or replace function keep_names_of_author() returns trigger language plpgsql as $$ begin
    perform keep_author_names(array(select paper_id from authorships where author_id = new.id));
    return null;
  end $$;

  create or replace trigger keep_author_names after update of name on authors
    for each row when (old.name is distinct from new.name) execute function keep_names_of_author();`;
