import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Author } from './author.entity';

/** A source's own id of a person. */
@Entity('author_source_ids')
export class AuthorSourceId {
  @PrimaryColumn('text')
  source!: string;

  @PrimaryColumn('text')
  sourceAuthorId!: string;

  @Column('integer')
  @Index('author_source_ids_author_id_idx')
  authorId!: number;

  @ManyToOne(() => Author, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'author_id' })
  author?: Author;
}
