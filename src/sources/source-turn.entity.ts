import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When a source may be asked again, by whichever process: its own rate, kept for the whole deployment. */
@Entity('source_turns')
export class SourceTurn {
  @PrimaryColumn('text')
  source!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  nextAt!: Date;
}
