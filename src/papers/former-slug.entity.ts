import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Paper } from './paper.entity';

/** The slug of a paper that became part of another one: it leads there, and is never given again. */
@Entity('former_slugs')
export class FormerSlug {
  @PrimaryColumn('text')
  slug!: string;

  @Column('integer')
  @Index('former_slugs_paper_id_idx')
  paperId!: number;

  @ManyToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: Paper;
}
