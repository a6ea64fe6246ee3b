import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Paper } from './paper.entity';

/**
 * What a paper went by before it and another became one: a record without an id in common is matched by this as well, or
 * the next import would make two papers of them again.
 */
@Entity('former_titles')
@Index('former_titles_title_key_idx', { synchronize: false })
export class FormerTitle {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  @Column('integer')
  @Index('former_titles_paper_id_idx')
  paperId!: number;

  @ManyToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: Paper;

  @Column('text')
  titleKey!: string;

  /** The day by which titles are told apart; null where none was known. */
  @Column('date', { nullable: true })
  publishedOn!: string | null;
}
