import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { PaperStats } from '../papers/paper-stats.entity';
import { User } from '../users/user.entity';

/** One person's vote for one paper; the key says that there is at most one. */
@Entity('upvotes')
@Index('upvotes_paper_id_voted_at_idx', ['paperId', 'votedAt', 'userId'])
@Index('upvotes_user_id_voted_at_idx', ['userId', 'votedAt', 'paperId'])
export class Upvote {
  @PrimaryColumn('integer')
  paperId!: number;

  /** Which each vote locks in any case: a reference to the paper itself would lock, and so write, its row as well. */
  @ManyToOne(() => PaperStats, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: PaperStats;

  @PrimaryColumn('integer')
  userId!: number;

  @ManyToOne(() => User, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'user_id' })
  user?: User;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  votedAt!: Date;
}
