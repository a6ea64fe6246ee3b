import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** How many rows a large table has, kept in the transactions that add to it: counting them would grow with the table. */
@Entity('totals')
@Check('totals_count_check', 'count >= 0')
export class Total {
  @PrimaryColumn('text')
  name!: 'papers' | 'authors' | 'indexed_papers';

  @Column('bigint')
  count!: number;
}
