import { Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';

/** One committed fact, in an append-only table. */
@Entity('changes')
@Index('changes_transaction_id_idx', ['transactionId', 'rowId'])
export class Change {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT', type: 'bigint' })
  rowId!: number;

  @Column('text')
  kind!: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  occurredAt!: Date;

  /** Who did it; null for a source, or a person who is gone. */
  @Column('integer', { nullable: true })
  @Index('changes_actor_id_idx')
  actorId!: number | null;

  // By name: this slice lies below that of users.
  @ManyToOne('User', { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'actor_id' })
  actor?: object | null;

  /** The type and key of the node that it is about; it may be gone by now. */
  @Column('text')
  subjectType!: string;

  @Column('text')
  subjectId!: string;

  /** The paper and the edition that it concerns, where there is one: what subscribers filter by. */
  @Column('integer', { nullable: true })
  paperId!: number | null;

  @Column('date', { nullable: true })
  editionDate!: string | null;

  /** The key of the node that the subject became part of, when two turned out to be one. */
  @Column('text', { nullable: true })
  mergedInto!: string | null;

  /** The transaction that wrote it: with PostgreSQL's oldest running one, it tells which changes nobody can still slip in before. */
  @Column('bigint')
  transactionId!: number;
}
