import { Field, ObjectType, registerEnumType } from 'type-graphql';
import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import { Node } from '../graphql/node';
import { User } from '../users/user.entity';
import { Paper } from './paper.entity';

export enum PaperLinkKind {
  CODE = 'CODE',
  PROJECT = 'PROJECT',
  MODEL = 'MODEL',
  DATASET = 'DATASET',
  VIDEO = 'VIDEO',
}

registerEnumType(PaperLinkKind, {
  name: 'PaperLinkKind',
  description: 'What a link of a paper leads to.',
  valuesConfig: {
    CODE: { description: 'A source code repository.' },
    PROJECT: { description: 'A page about the work.' },
    MODEL: { description: 'Trained weights.' },
    DATASET: { description: 'Data that the work made or used.' },
    VIDEO: { description: 'A recording.' },
  },
});

@Entity('paper_links')
@Unique(['paperId', 'url'])
@Index('paper_links_code_idx', { synchronize: false })
@Check('paper_links_check', 'added_here or added_by is null')
@Check('paper_links_kind_check', `kind in ('CODE', 'PROJECT', 'MODEL', 'DATASET', 'VIDEO')`)
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A link from a paper to its code, page, model, data or video.',
})
export class PaperLink extends Node {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  get nodeKey() {
    return this.rowId;
  }

  @Column('integer')
  paperId!: number;

  @ManyToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paper?: Paper;

  @Column('text')
  @Field(() => PaperLinkKind, { description: 'What it leads to.' })
  kind!: PaperLinkKind;

  @Column('text')
  @Field({ description: 'The address, `http` or `https`.' })
  url!: string;

  /** Whether a person added it, who may be gone; imports leave it alone. */
  @Column('boolean', { default: false })
  addedHere!: boolean;

  @Column('integer', { name: 'added_by', nullable: true })
  @Index('paper_links_added_by_idx')
  addedById!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'added_by' })
  addedByUser?: User | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
