import { Field, Int, ObjectType } from 'type-graphql';
import { Check, Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Node } from '../graphql/node';

@Entity('authors')
@Unique(['orcid'])
@Unique(['name', 'namesake'])
@Index('authors_name_idx', { synchronize: false })
@Index('authors_name_parts_idx', { synchronize: false })
@Index('authors_without_name_parts_idx', ['rowId'], { where: 'name_parts is null' })
@Check('authors_namesake_check', 'namesake >= 1')
@Check('authors_paper_count_check', 'paper_count >= 0')
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A person as named on papers. Told apart by ORCID or by a source's id of the person where there is one, else by the name as printed: people who share a name then share an author, unless they stand on one paper.",
})
export class Author extends Node {
  @PrimaryGeneratedColumn('identity', { name: 'id', generatedIdentity: 'BY DEFAULT' })
  rowId!: number;

  get nodeKey() {
    return this.rowId;
  }

  @Column('text')
  @Field({ description: 'The name, in Unicode NFC with single spaces.' })
  name!: string;

  /** What the name is found by, as `namePartsOf` gives it; null where that is yet to be filled in. */
  @Column('text', { array: true, nullable: true })
  nameParts!: string[] | null;

  /** 1 for a person known by name alone, 2 for a second of that name on one paper …; null for one with an identifier. */
  @Column('smallint', { nullable: true })
  namesake!: number | null;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'The ORCID iD, `0000-0002-1825-0097`; null where no source gave one.',
  })
  orcid!: string | null;

  @Column('integer', { default: 0 })
  @Field(() => Int, { description: 'How many papers name this author.' })
  paperCount!: number;

  @CreateDateColumn({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
