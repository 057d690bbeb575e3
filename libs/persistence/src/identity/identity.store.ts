import type { IdentityStore, StaffAccount } from '@bangdai/contracts/http';
import { accountFault, RefusedError } from '@bangdai/contracts';
import { IsNull, MoreThan, MoreThanOrEqual, type DataSource } from 'typeorm';
import { sqlState } from '../database/database.js';
import { SessionEntity, SignInEntity, StaffEntity } from '../entities/index.js';

function accountOf(staff: StaffEntity): StaffAccount {
  const { id, username, displayName, passwordHash, role, county, place, bank, disabled } = staff;
  return { id, username, displayName, passwordHash, role, county, place, bank, disabled };
}

export class IdentityRepository implements IdentityStore {
  constructor(private readonly dataSource: DataSource) {}

  async findByUsername(username: string): Promise<StaffAccount | null> {
    const staff = await this.dataSource.getRepository(StaffEntity).findOneBy({ username });
    return staff === null ? null : accountOf(staff);
  }

  /** @throws RefusedError `FIELD_REQUIRED` without the place or bank of the role | `FIELD_INVALID` when the username is taken */
  async createStaff(account: Omit<StaffAccount, 'id' | 'disabled'>): Promise<StaffAccount> {
    const repository = this.dataSource.getRepository(StaffEntity);
    const { username, displayName, passwordHash, role, county, place, bank } = account;
    const fault = accountFault(account);
    if (fault !== null)
      throw new RefusedError(fault.code, [], [{ pointer: `/${fault.field}`, code: fault.code }]);
    try {
      const staff = repository.create({
        username,
        displayName,
        passwordHash,
        role,
        county,
        place,
        bank,
        disabled: false,
      });
      return accountOf(await repository.save(staff));
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/username', code: 'FIELD_INVALID' }]);
    }
  }

  async createSession(staffId: string, tokenHash: string, expiresAt: Date): Promise<void> {
    await this.dataSource
      .getRepository(SessionEntity)
      .insert({ tokenHash, staffId, expiresAt, endedAt: null });
  }

  async findSession(tokenHash: string, now: Date): Promise<StaffAccount | null> {
    const open = { tokenHash, endedAt: IsNull(), expiresAt: MoreThan(now) };
    const session = await this.dataSource.getRepository(SessionEntity).findOneBy(open);
    if (session === null) return null;
    const staff = await this.dataSource
      .getRepository(StaffEntity)
      .findOneBy({ id: session.staffId, disabled: false });
    return staff === null ? null : accountOf(staff);
  }

  async extendSession(tokenHash: string, expiresAt: Date): Promise<void> {
    await this.dataSource
      .getRepository(SessionEntity)
      .update({ tokenHash, endedAt: IsNull() }, { expiresAt });
  }

  async endSession(tokenHash: string): Promise<void> {
    await this.dataSource
      .getRepository(SessionEntity)
      .update({ tokenHash, endedAt: IsNull() }, { endedAt: new Date() });
  }

  /** Failures since the last success: signing in clears what came before. */
  async countFailures(username: string, since: Date): Promise<number> {
    const signIns = this.dataSource.getRepository(SignInEntity);
    const success = await signIns.findOne({
      where: { username, ok: true, at: MoreThanOrEqual(since) },
      order: { at: 'DESC' },
    });
    const from = success === null ? since : new Date(success.at);
    return signIns.countBy({ username, ok: false, at: MoreThanOrEqual(from) });
  }

  async recordSignIn(username: string, ok: boolean): Promise<void> {
    await this.dataSource.getRepository(SignInEntity).insert({ username, ok });
  }
}
