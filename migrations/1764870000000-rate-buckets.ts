import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a new bucket, makes a row that says that it is full, which is then read and written. */
export const SETTLE_IN_FOUR_STEPS = `
  create function settle_rate_buckets(
    keys text[], returned float8[], needed float8[], wished float8[], bursts float8[], per_second float8[]
  ) returns table (number bigint, granted float8, room float8, settled_at timestamptz) language plpgsql as $$
  declare
    asked record;
    full_again_at timestamptz;
  begin
    -- What the last moments before a crash of the server wrote is worth less than waiting for the disk.
    perform set_config('synchronous_commit', 'off', true);
    for asked in
      select * from unnest(keys, returned, needed, wished, bursts, per_second) with ordinality
        as a (key, returned, needed, wished, burst, per_second, place)
      order by a.key, a.place
    loop
      number := asked.place;
      loop
        select b.full_at into full_again_at from rate_buckets b where b.key = asked.key for update;
        exit when found;
        insert into rate_buckets values (asked.key, '-infinity') on conflict do nothing;
      end loop;
      -- Not that of the transaction, which began before it waited for the row.
      settled_at := clock_timestamp();
      full_again_at := greatest(full_again_at, settled_at);
      room := asked.burst - greatest(
        0, extract(epoch from full_again_at - settled_at)::float8 * asked.per_second - asked.returned);
      granted := case when asked.needed > room then 0 else least(asked.wished, floor(room)) end;
      room := room - granted;
      update rate_buckets b
      set full_at = settled_at + (asked.burst - room) / asked.per_second * interval '1 second'
      where b.key = asked.key and (granted > 0 or asked.returned > 0);
      return next;
    end loop;
  end $$;
`;

/**
 * Leaky buckets, shared by all processes: a row says when its bucket will be full again, and a missing row that it is full.
 * The function is all that writes them: PostgreSQL's clock, and the rows locked one after the other in one order.
 */
export class RateBuckets1764870000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Room in each page, and no index on the time, so that an update stays in its page.
    await queryRunner.query(`
      create table rate_buckets (
        key text primary key,
        full_at timestamptz not null
      ) with (fillfactor = 50);
    `);
    await queryRunner.query(SETTLE_IN_FOUR_STEPS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function settle_rate_buckets(text[], float8[], float8[], float8[], float8[], float8[]);
      drop table rate_buckets;
    `);
  }
}
