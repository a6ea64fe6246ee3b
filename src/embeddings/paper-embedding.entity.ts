import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Paper } from '../papers/paper.entity';

/** What a paper's title and abstract mean to a model. */
@Entity('paper_embeddings')
@Check('paper_embeddings_model_check', 'length(model) between 1 and 200')
@Check('paper_embeddings_vector_check', 'length(vector) between 4 and 16384 and length(vector) % 4 = 0')
export class PaperEmbedding {
  @PrimaryColumn('integer')
  paperId!: number;

  @ManyToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: Paper;

  @PrimaryColumn('text')
  model!: string;

  /** SHA-256 of the text that was embedded: where the paper's is another by now, the vector is out of date. */
  @Column('bytea')
  textHash!: Buffer;

  /** Numbers of 32 bits, the low byte first; the vector is of length 1. */
  @Column('bytea')
  vector!: Buffer;
}
