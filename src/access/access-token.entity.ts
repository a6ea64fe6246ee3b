import { Field, ObjectType, registerEnumType } from 'type-graphql';
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

/** The scopes as the schema names them; a value is the scope as it is stored. */
export const AccessTokenScope = {
  READ: 'read',
  VOTE: 'vote',
  WRITE: 'write',
  MODERATE: 'moderate',
  ADMIN: 'admin',
} as const satisfies Record<Uppercase<Scope>, Scope>;

registerEnumType(AccessTokenScope, {
  name: 'AccessTokenScope',
  description: 'What an access token may do; each scope holds the ones before it.',
  valuesConfig: {
    READ: { description: 'Reads what everybody may, and what is for its owner alone.' },
    VOTE: { description: 'Also votes.' },
    WRITE: { description: 'Also writes and submits, and makes and revokes access tokens.' },
    MODERATE: { description: 'Also moderates, where its owner is a moderator.' },
    ADMIN: { description: 'Also manages people, where its owner is an administrator.' },
  },
});

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
  @Field(() => [AccessTokenScope], { description: 'What it may do.' })
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
  @Field(() => DateTime, {
    nullable: true,
    description: 'When a request last came with it, to the minute; null for one that was never used.',
  })
  lastUsedAt!: Date | null;
}
