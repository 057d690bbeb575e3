import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How a bank or treasury is reached. */
@Entity('counterpart')
export class CounterpartEntity {
  @PrimaryColumn('text')
  county!: string;

  @PrimaryColumn('text')
  kind!: 'bank' | 'treasury';

  @PrimaryColumn('text')
  code!: string;

  @Column('text')
  name!: string;

  @Column('text')
  adapter!: 'http' | 'file' | 'manual';

  @Column('text', { name: 'base_url', nullable: true })
  baseUrl!: string | null;

  @Column('text', { name: 'file_format' })
  fileFormat!: 'csv' | 'xlsx';

  @Column('smallint', { name: 'statement_due_day', nullable: true })
  statementDueDay!: number | null;
}
