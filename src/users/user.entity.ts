import { Field, ObjectType } from 'type-graphql';
import { Check, Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Node } from '../graphql/node';
import type { UserRole } from '../graphql/viewer';

@Entity('users')
@Unique(['handle'])
@Index('users_admins_idx', { synchronize: false })
@Check('users_handle_check', `handle ~ '^[a-z0-9](-?[a-z0-9])*$' and length(handle) <= 39`)
@Check('users_role_check', `role in ('MEMBER', 'MODERATOR', 'ADMIN')`)
@Check('users_name_check', 'length(name) between 1 and 100')
@Check('users_avatar_url_check', `avatar_url ~ '^https://' and length(avatar_url) <= 2000`)
@Check('users_upvote_count_check', 'upvote_count >= 0')
@Check('users_comment_count_check', 'comment_count >= 0')
@Check('users_submission_count_check', 'submission_count >= 0')
@Check('users_submitted_on_count_check', 'submitted_on_count >= 0')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A person who takes part here. People whom a source merely names are not users.',
})
export class User extends Node {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  get nodeKey() {
    return this.rowId;
  }

  @Column('text')
  @Field({ description: 'The name that is unique here: 1 to 39 lower-case letters, digits and single hyphens.' })
  handle!: string;

  @Column('text')
  @Field({ description: 'The name as this person wants to be called.' })
  name!: string;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'The address of a picture; null where the person gave none.' })
  avatarUrl!: string | null;

  @Column('text', { default: 'MEMBER' })
  role!: UserRole;

  /** Kept with each vote, so that `upvotes { totalCount }` costs nothing. The two below likewise. */
  @Column('integer', { default: 0 })
  upvoteCount!: number;

  @Column('integer', { default: 0 })
  commentCount!: number;

  @Column('integer', { default: 0 })
  submissionCount!: number;

  /** The day of the feed on which this person last submitted, and how often on that day, withdrawn ones included. */
  @Column('date', { nullable: true })
  submittedOn!: string | null;

  @Column('integer', { default: 0 })
  submittedOnCount!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
