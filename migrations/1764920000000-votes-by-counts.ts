import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addConstraint } from '../src/db/migrating/constraints';
import { takeSteps } from '../src/db/migrating/steps';

/**
 * Votes refer to the counts of their paper, which each vote locks in any case, and no longer to the paper itself: a lock that
 * is written to its row, so that each vote logged a page with abstracts.
 */
export class VotesByCounts1764920000000 implements MigrationInterface {
  transaction = false as const;

  up(queryRunner: QueryRunner): Promise<void> {
    return refer(queryRunner, 'paper_stats (paper_id)');
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return refer(queryRunner, 'papers (id)');
  }
}

/** Whoever is told of it by the release before knows it by the end of its name. */
const NEXT = 'upvotes_next_paper_id_fkey';

async function refer(sql: QueryRunner, target: string): Promise<void> {
  await takeSteps(sql, [
    addConstraint('upvotes', NEXT, `foreign key (paper_id) references ${target} on delete cascade`),
    {
      what: `The reference of votes to ${target}`,
      // Sent as one text, it is one transaction; done again, it ends with the same.
      run: (queryRunner) =>
        queryRunner.query(`
          alter table upvotes drop constraint upvotes_paper_id_fkey;
          alter table upvotes rename constraint ${NEXT} to upvotes_paper_id_fkey;
        `) as Promise<void>,
    },
  ]);
}
