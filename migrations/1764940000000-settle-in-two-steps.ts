import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SETTLE_IN_FOUR_STEPS } from './1764870000000-rate-buckets';

/** A bucket costs two statements: the row is read and locked, and written once, also where it is new. */
export class SettleInTwoSteps1764940000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // What is planned while the table is small must do once it has grown: plans are kept for as long as a connection.
    await queryRunner.query(`
      create or replace function settle_rate_buckets(
        keys text[], returned float8[], needed float8[], wished float8[], bursts float8[], per_second float8[]
      ) returns table (number bigint, granted float8, room float8, settled_at timestamptz) language plpgsql as $$
      declare
        asked record;
        full_again_at timestamptz;
      begin
        -- What the last moments before a crash of the server wrote is worth less than waiting for the disk.
        perform set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true);
        for asked in
          select * from unnest(keys, returned, needed, wished, bursts, per_second) with ordinality
            as a (key, returned, needed, wished, burst, per_second, place)
          order by a.key, a.place
        loop
          number := asked.place;
          loop
            select b.full_at into full_again_at from rate_buckets b where b.key = asked.key for update;
            -- Not that of the transaction, which began before it waited for the row. Who has no row is full.
            settled_at := clock_timestamp();
            full_again_at := greatest(full_again_at, settled_at);
            room := asked.burst - greatest(
              0, extract(epoch from full_again_at - settled_at)::float8 * asked.per_second - asked.returned);
            granted := case when asked.needed > room then 0 else least(asked.wished, floor(room)) end;
            room := room - granted;
            exit when granted = 0 and asked.returned = 0;
            full_again_at := settled_at + (asked.burst - room) / asked.per_second * interval '1 second';
            if found then
              update rate_buckets b set full_at = full_again_at where b.key = asked.key;
            else
              insert into rate_buckets values (asked.key, full_again_at) on conflict do nothing;
            end if;
            -- Somebody else made the row meanwhile: it is looked at once more.
            exit when found;
          end loop;
          return next;
        end loop;
      end $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'drop function settle_rate_buckets(text[], float8[], float8[], float8[], float8[], float8[])',
    );
    await queryRunner.query(SETTLE_IN_FOUR_STEPS);
  }
}
