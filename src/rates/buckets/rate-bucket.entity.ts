import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A leaky bucket that all processes share; one that is full needs no row. */
@Entity('rate_buckets')
export class RateBucket {
  /** Whose it is and of what, `user:7` or `comments:7`. */
  @PrimaryColumn('text')
  key!: string;

  /** When all is back that was taken; what is missing now follows from it. */
  @Column('timestamptz')
  fullAt!: Date;
}
