import { accountFault, RefusedError, type Actor } from '@bangdai/contracts';
import { UserRequest } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { hashPassword } from '@bangdai/platform';
import type { PackRegistry } from '@bangdai/policy-packs';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { CommandOf, type Command } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { isKnownRole } from '../auth/known-role.js';
import { PACKS, PERSISTENCE } from '../tokens.js';

type UserForm = z.infer<typeof UserRequest>;
export type UserView = Omit<UserForm, 'password'> & { id: string };

/** Accounts are made by the security administrator of the county; nobody gives rights beyond their own county. */
@Controller('v1/users')
export class UsersController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(PACKS) private readonly packs: PackRegistry,
  ) {}

  @Post()
  @Roles('manageUsers')
  @Answers('新建用户', 'UserView', { status: 201 })
  async createUser(
    @CommandOf() { actor }: Command,
    @Body({ schema: UserRequest }) { password, ...user }: UserForm,
  ): Promise<UserView> {
    if (actor.county !== '*' && actor.county !== user.county) throw new RefusedError('FORBIDDEN');
    await this.checkPost(actor, user);
    const passwordHash = await hashPassword(password);
    const { id } = await this.persistence.identity.createStaff({ ...user, passwordHash });
    return { id, ...user };
  }

  /** A role of the platform or of the county's packs, with its place and one of the county's banks. */
  private async checkPost(
    actor: Actor,
    { county, role, place, bank }: Omit<UserForm, 'password'>,
  ): Promise<void> {
    const packs = this.packs.versions(county);
    if (county !== '*' && packs.length === 0) throw refuseField('county', 'FIELD_INVALID');
    if (!isKnownRole(role, packs)) throw refuseField('role', 'FIELD_INVALID');
    const fault = accountFault({ role, place, bank });
    if (fault !== null) throw refuseField(fault.field, fault.code);
    if (bank === null) return;
    const counties = await this.persistence.reads.counties(actor);
    const banks = counties.find(({ code }) => code === county)?.banks ?? [];
    if (!banks.some(({ key }) => key === bank)) throw refuseField('bank', 'FIELD_INVALID');
  }
}

const refuseField = (field: string, code: string): RefusedError =>
  new RefusedError(code, [], [{ pointer: `/${field}`, code }]);
