import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Check, Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../graphql/node';
import { DateTime } from '../graphql/scalars';
import { Paper } from '../papers/paper.entity';
import { User } from '../users/user.entity';

export enum CommentState {
  VISIBLE = 'VISIBLE',
  DELETED = 'DELETED',
  HIDDEN = 'HIDDEN',
}

registerEnumType(CommentState, {
  name: 'CommentState',
  description: 'Whether a comment can be read.',
  valuesConfig: {
    VISIBLE: { description: 'Everybody can read it.' },
    DELETED: {
      description: 'Its author took it back, or is gone; it stands as a stub, so that replies keep their place.',
    },
    HIDDEN: { description: 'A moderator hid it, for the reason in `hiddenReason`.' },
  },
});

@Entity('comments')
@Index('comments_paper_id_idx', ['paperId', 'createdAt', 'rowId'])
@Index('comments_parent_id_idx', ['parentId', 'createdAt', 'rowId'])
@Index('comments_author_id_idx', ['authorId', 'createdAt', 'rowId'])
@Index('comments_commenter_idx', { synchronize: false })
@Index('comments_place_idx', ['paperId', 'place'], { unique: true })
@Index('comments_place_newest_first_idx', ['paperId', 'placeNewestFirst'], { unique: true })
@Check('comments_place_check', 'octet_length(place) <= 2600')
@Check('comments_upvote_count_check', 'upvote_count >= 0')
@Index('comments_newest_idx', { synchronize: false })
@Check('comments_check', 'depth >= 0 and (depth = 0) = (parent_id is null)')
@Check('comments_state_check', `state in ('VISIBLE', 'DELETED', 'HIDDEN')`)
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'What a person said about a paper, or in reply to another comment.',
})
export class Comment extends Node {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  get nodeKey() {
    return this.rowId;
  }

  @Column('integer')
  paperId!: number;

  @ManyToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paperRow?: Paper;

  @Column('integer', { nullable: true })
  parentId!: number | null;

  @ManyToOne(() => Comment, { nullable: true, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'parent_id' })
  parentRow?: Comment | null;

  @Column('integer', { default: 0 })
  @Field(() => Int, {
    description: 'How many comments it is below: 0 for one on the paper itself, 1 for a reply to one, and so on.',
  })
  depth!: number;

  @Column('integer', { nullable: true })
  authorId!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'author_id' })
  authorRow?: User | null;

  /** As written; kept while a comment is hidden, so that it can be shown again. */
  @Column('text', { name: 'body', nullable: true })
  storedBody!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The text as written, in Markdown; null for one that is deleted or hidden.',
  })
  get body(): string | null {
    return this.state === CommentState.VISIBLE ? this.storedBody : null;
  }

  /** The body as HTML, by the version of our renderer that made it; null where none has yet. */
  @Column('text', { nullable: true })
  bodyHtml!: string | null;

  @Column('integer', { nullable: true })
  htmlVersion!: number | null;

  @Column('text', { default: CommentState.VISIBLE })
  @Field(() => CommentState, { description: 'Whether it can be read.' })
  state!: CommentState;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'Why a moderator hid it; null for one that is not hidden.' })
  hiddenReason!: string | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Field(() => DateTime, { description: 'When it was written.' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'When it was last edited; null for one that never was.' })
  editedAt!: Date | null;

  @Column('integer', { default: 0 })
  @Field(() => Int, { description: 'How many people upvoted it; each counts once. 0 for one that is deleted.' })
  upvoteCount!: number;

  @Column('integer', { name: 'hidden_by', nullable: true })
  @Index('comments_hidden_by_idx')
  hiddenById!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'hidden_by' })
  hiddenByUser?: User | null;

  /** How many replies were ever written to it. This and the next three are kept by the database. */
  @Column('integer', { default: 0 })
  replySerial!: number;

  @Column('integer')
  siblingNumber!: number;

  /** Where it stands in the thread: a step for each comment above it, and one for itself. */
  @Column('bytea')
  place!: Buffer;

  @Column('bytea')
  placeNewestFirst!: Buffer;
}
