import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../graphql/node';
import { DateTime } from '../graphql/scalars';
import { Paper } from '../papers/paper.entity';
import { User } from '../users/user.entity';
import { EditionRow } from './edition-row.entity';

export enum SubmissionState {
  PENDING = 'PENDING',
  LISTED = 'LISTED',
  REJECTED = 'REJECTED',
}

registerEnumType(SubmissionState, {
  name: 'SubmissionState',
  description: 'How far a submission has come.',
  valuesConfig: {
    PENDING: {
      description:
        'The metadata of the paper is still being fetched; where its source does not answer, that is tried for about a day.',
    },
    LISTED: { description: 'The paper stands on the edition.' },
    REJECTED: {
      description: 'The paper could not be listed, or a moderator took it off, for the reason in `rejection`.',
    },
  },
});

@Entity('submissions')
@Index('submissions_paper_id_key', { synchronize: false })
@Index('submissions_arxiv_id_key', { synchronize: false })
@Index('submissions_paper_id_idx', ['paperId'])
@Index('submissions_edition_date_idx', ['editionDate'])
@Index('submissions_submitted_by_idx', ['submittedById', 'rowId'])
@Check('submissions_check', `state <> 'LISTED' or paper_id is not null`)
@Check('submissions_note_check', 'length(note) <= 1000')
@Check('submissions_state_check', `state in ('PENDING', 'LISTED', 'REJECTED')`)
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'Who put which paper on which edition, when and why.',
})
export class Submission extends Node {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  get nodeKey() {
    return this.rowId;
  }

  @Column('integer', { nullable: true })
  paperId!: number | null;

  @ManyToOne(() => Paper, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paperRow?: Paper | null;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      'The arXiv id that was submitted, without version: what a pending or a rejected submission is about. Null for what a source listed, and for papers that arXiv does not have.',
  })
  arxivId!: string | null;

  @Column('date')
  editionDate!: string;

  @ManyToOne(() => EditionRow, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'edition_date' })
  editionRow?: EditionRow;

  /** The order among equal upvotes: the page's own for a listing, the order of arrival for people's submissions. */
  @Column('integer')
  position!: number;

  @Column('text')
  @Field(() => SubmissionState, { description: 'How far it has come.' })
  state!: SubmissionState;

  @Column('integer', { name: 'submitted_by', nullable: true })
  submittedById!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'submitted_by' })
  submittedByUser?: User | null;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description:
      'The name of the submitter as a source gives it; null where the submitter is a user, or no source names one.',
  })
  submittedByName!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was submitted; null where the source tells no more than the day.',
  })
  submittedAt!: Date | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Why it was rejected, or what the moderator said who took it off; null for one that was not.',
  })
  rejection!: string | null;
}
