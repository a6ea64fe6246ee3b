import { CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Paper } from '../papers/paper.entity';

/** An address that a person took away from a paper: imports do not bring it back, people may. */
@Entity('removed_paper_links')
export class RemovedPaperLink {
  @PrimaryColumn('integer')
  paperId!: number;

  @ManyToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: Paper;

  @PrimaryColumn('text')
  url!: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  removedAt!: Date;
}
