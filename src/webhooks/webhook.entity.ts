import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Check, Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../graphql/node';
import { DateTime } from '../graphql/scalars';
import { ChangeKinds } from '../stream/change-kind';
import { User } from '../users/user.entity';

export enum WebhookState {
  ENABLED = 'ENABLED',
  DISABLED = 'DISABLED',
}

registerEnumType(WebhookState, {
  name: 'WebhookState',
  description: 'Whether a webhook is sent anything.',
  valuesConfig: {
    ENABLED: { description: 'What happens is sent to it.' },
    DISABLED: { description: 'Nothing but tests is sent to it until its owner enables it again.' },
  },
});

@Entity('webhooks')
@Check(
  'webhooks_state_check',
  `state = 'ENABLED' and disabled_reason is null and disabled_at is null
   or state = 'DISABLED' and disabled_reason is not null and disabled_at is not null`,
)
@Check('webhooks_previous_secret_check', '(previous_secret is null) = (previous_secret_ends_at is null)')
@Check(
  'webhooks_position_check',
  `position_transaction_id is not null and position_row_id is not null
   or position_transaction_id is null and position_row_id is null and state = 'DISABLED'`,
)
@Index('webhooks_position_idx', { synchronize: false })
@Index('webhooks_due_at_idx', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'An address of a person that is told what happens: each change is posted to it as JSON, signed as www.standardwebhooks.com has it, at least once, and in order for each subject.',
})
export class Webhook extends Node {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  get nodeKey() {
    return this.rowId;
  }

  @Column('integer')
  @Index('webhooks_user_id_idx')
  userId!: number;

  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user?: User;

  @Column('text')
  @Field({ description: 'Where deliveries are posted.' })
  url!: string;

  @Column('text', { array: true })
  @Field(() => [ChangeKinds], { description: 'What it is told of; empty for all there is.' })
  kinds!: string[];

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'What its owner wrote of it; null where they wrote nothing.' })
  description!: string | null;

  /** Sealed by a SecretBox, as is the previous one. */
  @Column('bytea')
  secret!: Buffer;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Field(() => DateTime, { description: 'When its secret was made.' })
  secretChangedAt!: Date;

  @Column('bytea', { nullable: true })
  previousSecret!: Buffer | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when deliveries are signed by the secret before as well; null where they are not.',
  })
  previousSecretEndsAt!: Date | null;

  @Column('text', { default: WebhookState.ENABLED })
  @Field(() => WebhookState, { description: 'Whether it is sent anything.' })
  state!: WebhookState;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'Why it was disabled, a sentence; null while it is enabled.' })
  disabledReason!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'When it was disabled; null while it is enabled.' })
  disabledAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  /** How far of the change stream is queued; null once the stream no longer reaches back so far. */
  @Column('bigint', { nullable: true })
  positionTransactionId!: number | null;

  @Column('bigint', { nullable: true })
  positionRowId!: number | null;

  /** Whether so many deliveries wait that no more are queued for now. */
  @Column('boolean', { default: false })
  isFull!: boolean;

  /** When there is something to send; null where nothing waits. */
  @Column('timestamptz', { nullable: true })
  dueAt!: Date | null;

  /** Attempts that failed since the last one that went well. */
  @Column('integer', { default: 0 })
  failuresInRow!: number;

  /** A receiver that just failed is left alone until then. */
  @Column('timestamptz', { nullable: true })
  restsUntil!: Date | null;
}
