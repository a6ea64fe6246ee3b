import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An identity whose account was deleted, as a hash: enough to know it again, not to say who it was. */
@Entity('ended_identities')
export class EndedIdentity {
  @PrimaryColumn('bytea')
  identityHash!: Buffer;

  @Column({ type: 'timestamptz', precision: 3 })
  endedAt!: Date;
}
