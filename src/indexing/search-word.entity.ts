import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A word or a name as some paper spells it, and what is left of it without one of its letters. */
@Entity('search_words')
@Index('search_words_deletions_idx', { synchronize: false })
export class SearchWord {
  @PrimaryColumn('text', { collation: 'C' })
  word!: string;

  @Column('integer', { array: true })
  deletions!: number[];
}
