import { built } from '../project.mjs';

/** A migration as the next release might bring one: a column with a default, and one that is filled, checked and indexed. */
export function nextMigration() {
  const { once, takeSteps } = built('db/migrating/steps');
  const { backfill } = built('db/migrating/backfill');
  const { addConstraint, forbidNull } = built('db/migrating/constraints');
  const { buildIndex } = built('db/migrating/build-index');

  const steps = [
    // The default comes after the column, so that null stands for what is not filled yet.
    once(
      'papers.title_length',
      `alter table papers add column language text not null default 'en', add column title_length integer;
       alter table papers alter column title_length set default 0`,
    ),
    backfill({
      table: 'papers',
      key: 'id',
      fill: (from, to) => `
        update papers set title_length = length(title) where id >= ${from} and id < ${to} and title_length is null`,
    }),
    forbidNull('papers', ['title_length']),
    addConstraint('papers', 'papers_title_length_check', 'check (title_length >= 0)'),
    buildIndex('papers_title_length_idx', 'papers (title_length, id)'),
  ];
  return { name: 'Next1999000000000', transaction: false, up: (sql) => takeSteps(sql, steps) };
}
