import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** A day on which papers were listed; days without papers have no row. */
@Entity('editions')
@Check('editions_paper_count_check', 'paper_count >= 0')
export class EditionRow {
  @PrimaryColumn('date')
  date!: string;

  @Column('integer', { default: 0 })
  paperCount!: number;
}
