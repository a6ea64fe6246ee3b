import { Check, Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { User } from '../users/user.entity';
import type { Outcome } from './outcome';

/** What came of a mutation that a person sent with a key of their own. */
@Entity('idempotency_keys')
@Check('idempotency_keys_key_check', 'length(key) between 1 and 255')
export class IdempotencyKey {
  @PrimaryColumn('integer')
  userId!: number;

  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user?: User;

  /** The name of the mutation, `CreateAccessToken`. */
  @PrimaryColumn('text')
  mutation!: string;

  @PrimaryColumn('text')
  key!: string;

  @Column('bytea')
  inputHash!: Buffer;

  @Column('jsonb')
  outcome!: Outcome;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Index('idempotency_keys_created_at_idx')
  createdAt!: Date;
}
