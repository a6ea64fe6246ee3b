import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** One row: what all imports together did, kept where every process can see it. */
@Entity('import_progress')
@Check('import_progress_id_check', 'id = 1')
export class ImportProgress {
  @PrimaryColumn('smallint')
  id!: 1;

  /** Records by what came of them. */
  @Column('bigint', { default: 0 })
  added!: number;

  @Column('bigint', { default: 0 })
  changed!: number;

  @Column('bigint', { default: 0 })
  unchanged!: number;

  @Column('bigint', { default: 0 })
  refused!: number;

  /** Imports that came to their end. */
  @Column('bigint', { default: 0 })
  imports!: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastWrittenAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastFinishedAt!: Date | null;
}
