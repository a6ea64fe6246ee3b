import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Check, Column, CreateDateColumn, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Author } from '../authors/author.entity';
import { Node } from '../graphql/node';
import { DateTime } from '../graphql/scalars';
import { Paper } from '../papers/paper.entity';
import { User } from '../users/user.entity';

export enum ClaimState {
  PENDING = 'PENDING',
  VERIFIED = 'VERIFIED',
  REJECTED = 'REJECTED',
}

registerEnumType(ClaimState, {
  name: 'AuthorshipClaimState',
  description: 'How far a claim has come.',
  valuesConfig: {
    PENDING: { description: 'No moderator has looked at it yet. Its claimant and moderators alone see it.' },
    VERIFIED: { description: 'A moderator found it true: everybody sees it.' },
    REJECTED: {
      description:
        'A moderator found it untrue, before or after it was verified; its claimant and moderators alone see it.',
    },
  },
});

/**
 * Of a person on a paper: where an import moves the author to another position, the claim goes along; while the paper
 * does not name the author, the claim leads nowhere.
 */
@Entity('authorship_claims')
@Index('authorship_claims_live_key', { synchronize: false })
@Index('authorship_claims_verified_key', { synchronize: false })
@Index('authorship_claims_user_verified_idx', { synchronize: false })
@Index('authorship_claims_paper_id_idx', ['paperId', 'authorId', 'rowId'])
@Index('authorship_claims_user_id_idx', ['userId', 'rowId'])
@Index('authorship_claims_state_idx', ['state', 'rowId'])
@Check('authorship_claims_evidence_check', 'length(evidence) between 1 and 2000')
@Check('authorship_claims_verified_reason_check', 'length(verified_reason) between 1 and 1000')
@Check('authorship_claims_rejected_reason_check', 'length(rejected_reason) between 1 and 1000')
@Check(
  'authorship_claims_check',
  `state = case when rejected_at is not null then 'REJECTED' when verified_at is not null then 'VERIFIED' else 'PENDING' end
   and (rejected_at is null) = (rejected_reason is null)`,
)
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'That a person says to be an author of a paper, and what moderators found.',
})
export class AuthorshipClaim extends Node {
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

  @Column('integer')
  @Index('authorship_claims_author_id_idx')
  authorId!: number;

  @ManyToOne(() => Author, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'author_id' })
  author?: Author;

  @Column('integer')
  userId!: number;

  @ManyToOne(() => User, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id' })
  claimant?: User;

  /** Not for everybody: see the field. */
  @Column('text', { name: 'evidence' })
  storedEvidence!: string;

  @Column('text', { default: ClaimState.PENDING })
  @Field(() => ClaimState, { description: 'How far it has come.' })
  state!: ClaimState;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Field(() => DateTime, { description: 'When the person made it.' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  verifiedAt!: Date | null;

  @Column('integer', { name: 'verified_by', nullable: true })
  @Index('authorship_claims_verified_by_idx')
  verifiedById!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'verified_by' })
  verifiedByUser?: User | null;

  @Column('text', { nullable: true })
  verifiedReason!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  rejectedAt!: Date | null;

  @Column('integer', { name: 'rejected_by', nullable: true })
  @Index('authorship_claims_rejected_by_idx')
  rejectedById!: number | null;

  @ManyToOne(() => User, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'rejected_by' })
  rejectedByUser?: User | null;

  @Column('text', { nullable: true })
  rejectedReason!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When a moderator last decided about it; null while it is pending.',
  })
  get reviewedAt(): Date | null {
    return this.rejectedAt ?? this.verifiedAt;
  }
}
