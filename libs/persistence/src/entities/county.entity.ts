import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A county runs the scheme of the same key. */
@Entity('county')
export class CountyEntity {
  @PrimaryColumn('text')
  code!: string;

  @Column('text')
  name!: string;

  @Column('text', { name: 'scheme_key' })
  schemeKey!: string;
}
