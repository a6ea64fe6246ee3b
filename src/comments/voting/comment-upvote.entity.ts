import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { User } from '../../users/user.entity';
import { Comment } from '../comment.entity';

/** One person's vote for one comment; the key says that there is at most one. */
@Entity('comment_upvotes')
@Index('comment_upvotes_user_id_idx', ['userId', 'commentId'])
export class CommentUpvote {
  @PrimaryColumn('integer')
  commentId!: number;

  @ManyToOne(() => Comment, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'comment_id' })
  comment?: Comment;

  @PrimaryColumn('integer')
  userId!: number;

  @ManyToOne(() => User, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'user_id' })
  user?: User;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  votedAt!: Date;
}
