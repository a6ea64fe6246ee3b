import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { DateTime } from '../graphql/scalars';
import { Paper } from './paper.entity';

@Entity('paper_sources')
@ObjectType({ simpleResolvers: true, description: 'Where the metadata of a paper comes from.' })
export class PaperSource {
  @PrimaryColumn('integer')
  paperId!: number;

  @ManyToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: Paper;

  /** One source may report in several formats, of which each is kept. */
  @PrimaryColumn('text')
  format!: string;

  @Column('text')
  @Field({ description: 'The source: `huggingface` or `arxiv`.' })
  name!: string;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: "The source's own id of the paper; null where it gave none." })
  sourceId!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  @Field(() => DateTime, {
    description: 'When the source made the report that is in use, as far as it says; else when it was imported.',
  })
  fetchedAt!: Date;

  /** The report as it was read, from which the paper can be put together again whatever came in which order. */
  @Column('jsonb')
  record!: object;
}
