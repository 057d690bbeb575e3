import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('sign_in')
export class SignInEntity {
  @PrimaryGeneratedColumn('increment', { type: 'bigint' })
  id!: string;

  @Column('text')
  username!: string;

  @Column('boolean')
  ok!: boolean;

  @CreateDateColumn({ type: 'timestamptz', name: 'at' })
  at!: Date;
}
