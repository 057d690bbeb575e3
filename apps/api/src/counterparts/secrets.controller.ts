import { RefusedError, type CounterpartKey } from '@bangdai/contracts';
import { CounterpartSecretRequest, type CounterpartSecretState } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { faultOfKey, type Config } from '@bangdai/platform';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { CommandOf, type Command } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { CONFIG, PERSISTENCE } from '../tokens.js';
import { tellSandbox } from './tell-sandbox.js';

const dayMs = 86_400_000;
const standardOverlapMs = 7 * dayMs;
const longestOverlapMs = 90 * dayMs;

/** Signature secrets of banks and treasuries, one counterpart at a time: set and changed here, shown nowhere. */
@Controller('v1/counterparts')
export class SecretsController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The new secret signs from the next call on, beside the one before, which is accepted until the time named. */
  @Post(':county/:kind/:code/secret')
  @HttpCode(200)
  @Roles('manageCounterparts')
  @Answers('设定或更换对接方的签名密钥', 'CounterpartSecretState')
  async setSecret(
    @CommandOf() { actor }: Command,
    @Param('county') county: string,
    @Param('kind') kind: string,
    @Param('code') code: string,
    @Body({ schema: CounterpartSecretRequest }) body: z.infer<typeof CounterpartSecretRequest>,
  ): Promise<CounterpartSecretState> {
    if (kind !== 'bank' && kind !== 'treasury') throw new RefusedError('NOT_FOUND');
    const key: CounterpartKey = { county, kind, code };
    const secret = body.secret.replace(/^whsec_/, '');
    if (faultOfKey(secret) !== null) throw refuse('secret');
    const until = endOfOverlap(body.previousValidUntil);
    const { baseUrl } = await this.persistence.counterparts.find(county, kind, code);
    const tell = async () => (baseUrl === null ? tellSandbox(this.config, key, secret) : undefined);
    return this.persistence.secrets.set(actor, key, secret, until, tell);
  }
}

/** @throws RefusedError `FIELD_INVALID` for a day in the past or more than 90 days ahead */
function endOfOverlap(text: string | undefined): Date {
  const now = Date.now();
  const end = text === undefined ? now + standardOverlapMs : Date.parse(text);
  if (end < now - 60_000 || end > now + longestOverlapMs) throw refuse('previousValidUntil');
  return new Date(end);
}

const refuse = (field: string): RefusedError =>
  new RefusedError('FIELD_INVALID', [], [{ pointer: `/${field}`, code: 'FIELD_INVALID' }]);
