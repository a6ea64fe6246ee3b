import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Paper } from '../papers/paper.entity';

/** What a paper is found by. Apart from its terms, so that a page of the table holds many papers. */
@Entity('paper_tokens')
@Index('paper_tokens_tokens_idx', { synchronize: false })
export class PaperTokens {
  @PrimaryColumn('integer')
  paperId!: number;

  @OneToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: Paper;

  @Column('integer', { array: true })
  tokens!: number[];
}
