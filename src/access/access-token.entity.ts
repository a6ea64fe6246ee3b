import { Field, ObjectType } from 'type-graphql';
import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import { Node } from '../graphql/node';
import { DateTime } from '../graphql/scalars';
import type { Scope } from '../graphql/viewer';
import { User } from '../users/user.entity';

@Entity('access_tokens')
@Unique(['secretHash'])
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'A bearer that a person made for a program. The secret itself is shown once, when it is made, and never again.',
})
export class AccessToken extends Node {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  get nodeKey() {
    return this.rowId;
  }

  @Column('integer')
  @Index('access_tokens_user_id_idx')
  userId!: number;

  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user?: User;

  @Column('text')
  @Field({ description: 'What its owner called it.' })
  name!: string;

  @Column('bytea')
  secretHash!: Buffer;

  @Column('text', { array: true })
  @Field(() => [String], {
    description: 'What it may do: `read`, `vote`, `write`, `moderate`, `admin`; each holds the ones before it.',
  })
  scopes!: Scope[];

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'When it stops working; null for one that does not expire.' })
  expiresAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null for one that still works.' })
  revokedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;
}
