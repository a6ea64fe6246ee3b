import { Field, Float, Int, ObjectType } from 'type-graphql';
import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  PrimaryGeneratedColumn,
  Unique,
  UpdateDateColumn,
} from 'typeorm';
import { Node } from '../graphql/node';
import { DateTime, LocalDate } from '../graphql/scalars';

@Entity('papers')
@Unique(['arxivId'])
@Unique(['doi'])
@Unique(['slug'])
@Index('papers_published_on_idx', { synchronize: false })
@Index('papers_published_on_ascending_idx', { synchronize: false })
@Index('papers_categories_idx', { synchronize: false })
@Index('papers_title_key_idx', { synchronize: false })
@Index('papers_title_key_prefix_idx', { synchronize: false })
@Index('papers_created_at_idx', ['createdAt', 'rowId'])
@Check('papers_author_count_check', 'author_count >= 0')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'One scholarly work, whatever its versions and wherever it was found.',
})
export class Paper extends Node {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  get nodeKey() {
    return this.rowId;
  }

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'The arXiv id without a version, `2606.00467` or `hep-th/9901001`; null where none is known.',
  })
  arxivId!: string | null;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'The DOI in lower case, `10.1007/s11128-011-0242-1`; null where none is known.',
  })
  doi!: string | null;

  @Column('text')
  @Field({
    description:
      'A readable name for addresses, made of the first title in ASCII; unique, and never changed once given.',
  })
  slug!: string;

  @Column('text')
  @Field({ description: 'The title as its best source prints it, Unicode and TeX untouched.' })
  title!: string;

  /** The normalised title, by which records without an id in common may be the same paper. */
  @Column('text')
  titleKey!: string;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'The abstract as its best source prints it, Unicode and TeX untouched; null where none is known.',
  })
  abstract!: string | null;

  @Column('date', { nullable: true })
  @Field(() => LocalDate, {
    nullable: true,
    description:
      'The day of the first version. Where no source gives it, the earliest day on which a listing showed the paper; null where that is unknown too.',
  })
  publishedOn!: string | null;

  /** Whether `publishedOn` is only the earliest listing day seen. */
  @Column('boolean', { default: false })
  publishedOnIsProvisional!: boolean;

  @Field(() => Int, { nullable: true, description: 'The year of `publishedOn`.' })
  get publishedYear(): number | null {
    return this.publishedOn === null ? null : Number(this.publishedOn.slice(0, 4));
  }

  @Column('integer', { nullable: true })
  @Field(() => Int, {
    nullable: true,
    description: 'How many authors the paper has. Known even where their names are not; null where no source says.',
  })
  authorCount!: number | null;

  /**
   * The first 101 of the names that `authors` shows, as triggers keep them: a page of the largest size, and whether there
   * is more. Null where the positions of the authors have gaps; undefined where it was not read.
   */
  @Column('json', { nullable: true, default: [] })
  authorNames?: string[] | null;

  @Column('text', { array: true, default: [] })
  @Field(() => [String], {
    description: 'Subject categories such as `cs.LG`, the primary one first; empty where none is known.',
  })
  categories!: string[];

  @Column('text', { array: true, default: [] })
  @Field(() => [String], { description: 'Keywords as the sources give them; empty where none is known.' })
  keywords!: string[];

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Field(() => DateTime, { description: 'When the paper was added here. Never changes.' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  @Field(() => DateTime, { description: "When the paper's metadata last changed; votes and comments do not count." })
  updatedAt!: Date;

  // The counts below are kept in paper_stats, because a vote must not rewrite a row that holds an abstract.

  @Field(() => Int, {
    description:
      'How many upvotes: those that its sources reported and the ones given here, where each person counts once.',
  })
  upvoteCount!: number;

  @Field(() => Int, {
    description: 'The part of `upvoteCount` that a source reported: the newest report of the source that counts most.',
  })
  importedUpvoteCount!: number;

  @Field(() => Int, { description: 'How many comments: those that its sources reported and the ones written here.' })
  commentCount!: number;

  @Field(() => Int, {
    description: 'The part of `commentCount` that a source reported: the newest report of the source that counts most.',
  })
  importedCommentCount!: number;

  @Field(() => Float, {
    description:
      'How much attention the paper gets lately, as a natural logarithm: twice the votes are ln 2 more, and so are votes that are 24 hours younger. Of use beside the scores of other papers; it does not change as time passes. `trendingFactors` says how it comes about.',
  })
  trendingScore!: number;

  submittedAt!: Date | null;
}
