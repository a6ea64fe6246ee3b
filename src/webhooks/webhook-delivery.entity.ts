import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Check, Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../graphql/node';
import { DateTime } from '../graphql/scalars';
import { ChangeKinds } from '../stream/change-kind';
import { Webhook } from './webhook.entity';

export enum WebhookDeliveryState {
  PENDING = 'PENDING',
  DELIVERED = 'DELIVERED',
  FAILED = 'FAILED',
}

registerEnumType(WebhookDeliveryState, {
  name: 'WebhookDeliveryState',
  description: 'How far a delivery has come.',
  valuesConfig: {
    PENDING: { description: 'It is to be sent, for the first time or again.' },
    DELIVERED: { description: 'The receiver answered with a status of success.' },
    FAILED: {
      description:
        'It is not sent any more. One of the stream is sent again once its webhook is enabled again; a test or a redelivery has one attempt.',
    },
  },
});

export enum WebhookDeliveryOrigin {
  STREAM = 'STREAM',
  TEST = 'TEST',
  REDELIVERY = 'REDELIVERY',
}

registerEnumType(WebhookDeliveryOrigin, {
  name: 'WebhookDeliveryOrigin',
  description: 'Why something is sent to a webhook.',
  valuesConfig: {
    STREAM: { description: 'It happened.' },
    TEST: { description: 'Its owner asked for a test.' },
    REDELIVERY: { description: 'Its owner asked for something once more that was sent before.' },
  },
});

@Entity('webhook_deliveries')
@Check('webhook_deliveries_origin_check', `origin in ('STREAM', 'TEST', 'REDELIVERY')`)
@Check('webhook_deliveries_state_check', `state in ('PENDING', 'DELIVERED', 'FAILED')`)
@Index('webhook_deliveries_webhook_id_idx', ['webhookId', 'rowId'])
@Index('webhook_deliveries_pending_idx', { synchronize: false })
@Index('webhook_deliveries_settled_idx', { synchronize: false })
@Index('webhook_deliveries_change_idx', { synchronize: false })
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'Something that is or was sent to a webhook, and what came of it. What is over is kept for 7 days, and no more than the newest 1,000 of a webhook are.',
})
export class WebhookDelivery extends Node {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT', type: 'bigint' })
  rowId!: number;

  get nodeKey() {
    return this.rowId;
  }

  @Column('integer')
  webhookId!: number;

  @ManyToOne(() => Webhook, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'webhook_id' })
  webhook?: Webhook;

  /** What receivers tell it by; a redelivery has that of the first one. */
  @Column('uuid')
  messageId!: string;

  @Column('text')
  @Field(() => WebhookDeliveryOrigin, { description: 'Why it is sent.' })
  origin!: WebhookDeliveryOrigin;

  /** The row of the change; null for a test. */
  @Column('bigint', { nullable: true })
  changeId!: number | null;

  @Column('text', { nullable: true })
  @Field(() => ChangeKinds, { nullable: true, description: 'What happened; null for a test.' })
  kind!: string | null;

  @Column('text', { nullable: true })
  subjectType!: string | null;

  @Column('text', { nullable: true })
  subjectId!: string | null;

  /** What is of one lane is sent one after the other. */
  @Column('text')
  lane!: string;

  @Column('text')
  @Field({ description: 'What is posted, the same at each attempt: JSON.' })
  body!: string;

  @Column('text', { default: WebhookDeliveryState.PENDING })
  @Field(() => WebhookDeliveryState, { description: 'How far it has come.' })
  state!: WebhookDeliveryState;

  @Column('integer', { default: 0 })
  @Field(() => Int, { description: 'How often it was sent, or begun to be.' })
  attempts!: number;

  /** Attempts that failed since it was queued, or its webhook enabled again: what the next delay follows from. */
  @Column('integer', { default: 0 })
  failures!: number;

  @Column('timestamptz', { nullable: true })
  firstFailedAt!: Date | null;

  /** A process sends it until then; if it has not said by then what came of it, another one does. */
  @Column('timestamptz', { nullable: true })
  claimedUntil!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it is sent next, at the earliest: what is before it in the order of its subject goes first. Null where it is not to be sent.',
  })
  nextAttemptAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'When it was last sent; null before the first attempt.' })
  lastAttemptAt!: Date | null;

  @Column('integer', { nullable: true })
  @Field(() => Int, {
    nullable: true,
    description: 'The HTTP status of the last answer; null where there was none.',
  })
  responseStatus!: number | null;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'What went wrong at the last attempt, a sentence; null where nothing did.',
  })
  error!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'When the receiver took it; null until then.' })
  deliveredAt!: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Field(() => DateTime, { description: 'When it was queued.' })
  createdAt!: Date;
}
