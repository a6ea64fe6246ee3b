import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** How many papers have a token. */
@Entity('search_tokens')
@Check('search_tokens_paper_count_check', 'paper_count >= 0')
export class SearchToken {
  @PrimaryColumn('integer')
  token!: number;

  @Column('integer')
  paperCount!: number;
}
