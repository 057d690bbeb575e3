import { RefusedError } from '@bangdai/contracts';
import { UserRequest } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { hashPassword } from '@bangdai/platform';
import type { PackRegistry } from '@bangdai/policy-packs';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { CommandOf, type Command } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
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
    if (user.county !== '*' && this.packs.versions(user.county).length === 0)
      throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/county', code: 'FIELD_INVALID' }]);
    const passwordHash = await hashPassword(password);
    const { id } = await this.persistence.identity.createStaff({ ...user, passwordHash });
    return { id, ...user };
  }
}
