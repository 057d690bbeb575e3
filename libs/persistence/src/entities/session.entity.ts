import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Only the hash of the token is kept: a copy of the table opens no session. */
@Entity('session')
export class SessionEntity {
  @PrimaryColumn('text', { name: 'token_hash' })
  tokenHash!: string;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** The stand-in by which this session acts for somebody else. */
  @Column('uuid', { name: 'acting_for', nullable: true })
  actingFor!: string | null;
}
