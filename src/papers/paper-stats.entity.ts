import { Check, Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Paper } from './paper.entity';

/** What moves on a paper: one narrow row, so that a vote touches neither the abstract nor the indexes of the metadata. */
@Entity('paper_stats')
@Index('paper_stats_upvote_count_idx', ['upvoteCount', 'paperId'])
@Index('paper_stats_trending_score_idx', ['trendingScore', 'paperId'])
@Index('paper_stats_trending_day_idx', ['trendingDay', 'trendingScore', 'paperId'])
@Index('paper_stats_submitted_at_idx', { synchronize: false })
@Index('paper_stats_submitted_at_ascending_idx', { synchronize: false })
@Check('paper_stats_imported_upvote_count_check', 'imported_upvote_count >= 0')
@Check('paper_stats_imported_comment_count_check', 'imported_comment_count >= 0')
@Check('paper_stats_check', 'upvote_count >= imported_upvote_count')
@Check('paper_stats_check1', 'comment_count >= imported_comment_count')
@Check('paper_stats_check2', 'abs(trending_score - trending_score_of(log_vote_weight, log_comment_weight)) < 1e-9')
export class PaperStats {
  @PrimaryColumn('integer')
  paperId!: number;

  @OneToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: Paper;

  @Column('integer', { default: 0 })
  upvoteCount!: number;

  @Column('integer', { default: 0 })
  importedUpvoteCount!: number;

  @Column('integer', { default: 0 })
  commentCount!: number;

  @Column('integer', { default: 0 })
  importedCommentCount!: number;

  /** How many comments were ever written on the paper itself; numbers its threads, and is kept by the database. */
  @Column('integer', { default: 0 })
  threadSerial!: number;

  /** When the paper was put on its edition; the sort key of SUBMITTED_AT. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  submittedAt!: Date | null;

  /** The natural logarithm of the votes' weight, in which a vote counts twice as much as one given a day before. */
  @Column('double precision', { default: 0 })
  logVoteWeight!: number;

  /** The same of the comments; null for none. */
  @Column('double precision', { nullable: true })
  logCommentWeight!: number | null;

  @Column('double precision', { default: 0 })
  trendingScore!: number;

  /** The day by which a window of `trending` has the paper: that of its edition, else of its publication. */
  @Column('date', { nullable: true })
  trendingDay!: string | null;
}
