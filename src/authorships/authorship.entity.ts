import { Field, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { Author } from '../authors/author.entity';
import { Node } from '../graphql/node';
import { Paper } from '../papers/paper.entity';

@Entity('authorships')
@Unique(['authorId', 'paperId'])
@Check('authorships_position_check', '"position" >= 1')
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One author at one position of one paper.' })
export class Authorship extends Node {
  @PrimaryColumn('integer')
  paperId!: number;

  @ManyToOne(() => Paper, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'paper_id' })
  paperRow?: Paper;

  @PrimaryColumn('integer')
  @Field(() => Int, { description: 'The place among the authors of the paper, from 1.' })
  position!: number;

  get nodeKey() {
    return `${this.paperId}.${this.position}`;
  }

  @Column('integer')
  authorId!: number;

  @ManyToOne(() => Author, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'author_id' })
  authorRow?: Author;

  @Column('text')
  @Field({ description: 'The name as this paper prints it.' })
  nameAsPrinted!: string;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'The affiliation as this paper prints it; null where no source gives it.',
  })
  affiliation!: string | null;
}
