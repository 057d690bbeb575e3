import type { IdentityStore, StaffAccount } from '@bangdai/contracts/http';
import { accountFault, RefusedError } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import { IsNull, MoreThan, MoreThanOrEqual, type DataSource } from 'typeorm';
import { sqlState } from '../database/database.js';
import { SessionEntity, SignInEntity, StaffEntity } from '../entities/index.js';

interface ActingRow extends Pick<StaffAccount, 'role' | 'county' | 'place' | 'bank'> {
  id: string;
  principal: string;
  until: string;
  steps: string[];
  name: string;
}

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
      .insert({ tokenHash, staffId, expiresAt, endedAt: null, actingFor: null });
  }

  async findSession(tokenHash: string, now: Date): Promise<StaffAccount | null> {
    const open = { tokenHash, endedAt: IsNull(), expiresAt: MoreThan(now) };
    const session = await this.dataSource.getRepository(SessionEntity).findOneBy(open);
    if (session === null) return null;
    const staff = await this.dataSource
      .getRepository(StaffEntity)
      .findOneBy({ id: session.staffId, disabled: false });
    if (staff === null || session.actingFor === null) return staff === null ? null : accountOf(staff);
    return this.actingFor(accountOf(staff), session.actingFor, now);
  }

  /** With role, place and bank of the principal, as long as it is in force; as themselves from the day after on. */
  private async actingFor(account: StaffAccount, standInId: string, now: Date): Promise<StaffAccount> {
    const rows: ActingRow[] = await this.dataSource.query(
      `select s.id, s.principal::text as principal, s.to_on as until, s.steps, p.display_name as name, p.role, p.county, p.place, p.bank
       from stand_in s join staff p on p.id = s.principal and not p.disabled
       where s.id = $1 and s.substitute = $2 and s.revoked_at is null and $3::date between s.from_on and s.to_on`,
      [standInId, account.id, shanghaiDateOf(now.getTime())],
    );
    const [row] = rows;
    if (row === undefined) return account;
    const { id, principal, until, steps, name, role, county, place, bank } = row;
    const standIn = { id, principalId: principal, principalName: name, until, steps };
    return { ...account, role, county, place, bank, onBehalfOf: principal, standIn };
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
