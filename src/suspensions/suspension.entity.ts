import { Field, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { DateTime } from '../graphql/scalars';
import { User } from '../users/user.entity';

/** One row for each time; those that were lifted stay, so that what moderators did can be looked up. */
@Entity('suspensions')
@Index('suspensions_user_id_key', { synchronize: false })
@Index('suspensions_user_id_idx', ['userId'])
@Check('suspensions_reason_check', 'length(reason) between 1 and 1000')
@ObjectType({
  simpleResolvers: true,
  description: 'That a person may read and nothing else, for a while or until a moderator lifts it.',
})
export class Suspension {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  @Column('integer')
  userId!: number;

  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user?: User;

  @Column('text')
  @Field({ description: 'Why, in the words of the moderator: 1 to 1000 characters.' })
  reason!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Field(() => DateTime, { description: 'When it began.' })
  suspendedAt!: Date;

  @Column('integer', { name: 'suspended_by', nullable: true })
  @Index('suspensions_suspended_by_idx')
  suspendedById!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'suspended_by' })
  suspendedByUser?: User | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'When it ends by itself; null until somebody lifts it.' })
  endsAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  liftedAt!: Date | null;

  @Column('integer', { name: 'lifted_by', nullable: true })
  @Index('suspensions_lifted_by_idx')
  liftedById!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'lifted_by' })
  liftedByUser?: User | null;
}
