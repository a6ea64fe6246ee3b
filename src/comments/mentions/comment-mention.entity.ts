import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { User } from '../../users/user.entity';
import { Comment } from '../comment.entity';

/** A person whom a comment mentions, by the handle that was theirs when it was written. */
@Entity('comment_mentions')
@Check('comment_mentions_position_check', '"position" >= 1')
export class CommentMention {
  @PrimaryColumn('integer')
  commentId!: number;

  @ManyToOne(() => Comment, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'comment_id' })
  comment?: Comment;

  /** From 1, in the order of the text. */
  @PrimaryColumn('integer')
  position!: number;

  @Column('integer')
  @Index('comment_mentions_user_id_idx')
  userId!: number;

  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  user?: User;
}
