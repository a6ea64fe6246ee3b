import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Paper } from '../papers/paper.entity';
import { User } from '../users/user.entity';

/** One person's vote for one paper; the key says that there is at most one. */
@Entity('upvotes')
@Index('upvotes_paper_id_voted_at_idx', ['paperId', 'votedAt', 'userId'])
@Index('upvotes_user_id_voted_at_idx', ['userId', 'votedAt', 'paperId'])
export class Upvote {
  @PrimaryColumn('integer')
  paperId!: number;

  @ManyToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: Paper;

  @PrimaryColumn('integer')
  userId!: number;

  @ManyToOne(() => User, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'user_id' })
  user?: User;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  votedAt!: Date;
}
