import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../../graphql/node';
import { DateTime } from '../../graphql/scalars';
import { Comment } from '../comment.entity';

@Entity('comment_edits')
@Index('comment_edits_comment_id_idx', ['commentId', 'rowId'])
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'That a comment was edited, and what it said before.',
})
export class CommentEdit extends Node {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  get nodeKey() {
    return this.rowId;
  }

  @Column('integer')
  commentId!: number;

  @ManyToOne(() => Comment, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'comment_id' })
  comment?: Comment;

  @Column('text')
  @Field({ description: 'The text before the edit, as written, in Markdown.' })
  body!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  @Field(() => DateTime, { description: 'When this text gave way to the next one.' })
  editedAt!: Date;
}
