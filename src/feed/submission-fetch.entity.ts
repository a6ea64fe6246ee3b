import { Check, Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Submission } from './submission.entity';

/** A pending submission whose paper is to be fetched, and how far that has come; gone as soon as that is decided. */
@Entity('submission_fetches')
@Index('submission_fetches_next_attempt_at_idx', ['nextAttemptAt'])
@Check('submission_fetches_attempts_check', 'attempts >= 0')
export class SubmissionFetch {
  @PrimaryColumn('integer')
  submissionId!: number;

  @OneToOne(() => Submission, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'submission_id' })
  submission?: Submission;

  /** How often it was begun. */
  @Column('integer', { default: 0 })
  attempts!: number;

  /** Put off with each attempt that begins, so that one that is never ended is made again. */
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  nextAttemptAt!: Date;

  /** For whoever runs the server; null where none failed. */
  @Column('text', { nullable: true })
  lastError!: string | null;
}
