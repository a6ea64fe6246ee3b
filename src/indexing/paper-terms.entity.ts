import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Paper } from '../papers/paper.entity';

/** A paper as search scores it. */
@Entity('paper_terms')
@Check('paper_terms_length_check', 'length >= 0')
export class PaperTerms {
  @PrimaryColumn('integer')
  paperId!: number;

  @OneToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: Paper;

  /** The INDEX_VERSION by which it was read. */
  @Column('smallint')
  version!: number;

  /** How many words say what it is about. */
  @Column('integer')
  length!: number;

  @Column('bytea')
  terms!: Buffer;
}
