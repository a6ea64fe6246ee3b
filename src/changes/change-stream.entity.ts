import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** One row: what is to be known of the stream as a whole. */
@Entity('change_stream')
@Check('change_stream_id_check', 'id = 1')
export class ChangeStream {
  @PrimaryColumn('smallint')
  id!: 1;

  /** Added to PostgreSQL's transaction ids, so that they go on rising in a server that counts from less. */
  @Column('bigint', { default: 0 })
  transactionOffset!: number;

  /** Where the newest change that is not kept any more stood. */
  @Column('bigint', { default: 0 })
  expiredTransactionId!: number;

  @Column('bigint', { default: 0 })
  expiredId!: number;
}
