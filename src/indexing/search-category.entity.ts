import { Entity, Index, PrimaryColumn } from 'typeorm';

/** A category that some paper has, or had. How many have it now is the count of its token. */
@Entity('search_categories')
@Index('search_categories_lower_idx', { synchronize: false })
export class SearchCategory {
  @PrimaryColumn('text')
  category!: string;
}
