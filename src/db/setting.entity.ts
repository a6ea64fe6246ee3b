import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a deployment decided once, at its first start. */
@Entity('settings')
export class Setting {
  @PrimaryColumn('text')
  name!: string;

  @Column('text')
  value!: string;
}
