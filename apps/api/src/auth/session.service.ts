import { createHash, randomBytes } from 'node:crypto';
import { RefusedError } from '@bangdai/contracts';
import type { StaffAccount } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { hashPassword, verifyPassword } from '@bangdai/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { ApiSettings } from '../settings.js';
import { PERSISTENCE, SETTINGS } from '../tokens.js';

const maxFailures = 5;
const failureWindowMs = 15 * 60_000;
/** A session is prolonged at most once in this time: not one write for each request. */
const touchEveryMs = 60_000;
const maxRemembered = 10_000;

/**
 * Local accounts. The token is random text and the time of sign-in; only its hash is stored, so that time
 * cannot be changed by the client. The stored expiry is the idle limit, the time in the token the absolute one.
 */
@Injectable()
export class SessionService {
  private readonly touchedAt = new Map<string, number>();
  private decoy: Promise<string> | null = null;

  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws RefusedError `LOCKED_OUT` | `BAD_CREDENTIALS` */
  async signIn(username: string, password: string): Promise<{ token: string; account: StaffAccount }> {
    const { identity } = this.persistence;
    const since = new Date(Date.now() - failureWindowMs);
    if ((await identity.countFailures(username, since)) >= maxFailures) throw new RefusedError('LOCKED_OUT');
    const account = await identity.findByUsername(username);
    // An unknown name costs the same time as a wrong password, so that names cannot be guessed by the clock.
    const isRight = await verifyPassword(password, account?.passwordHash ?? (await this.decoyHash()));
    const isIn = account !== null && isRight && !account.disabled;
    await identity.recordSignIn(username, isIn);
    if (!isIn) throw new RefusedError('BAD_CREDENTIALS');
    const now = Date.now();
    const token = `${randomBytes(32).toString('base64url')}.${now.toString(36)}`;
    await identity.createSession(account.id, hashOf(token), new Date(now + this.settings.sessionIdleMs));
    return { token, account };
  }

  /** The account of a live session, which is prolonged; null when there is none, it idled or lasted too long. */
  async resolve(token: string, now = Date.now()): Promise<StaffAccount | null> {
    const account = await this.look(token, now);
    if (account) await this.prolong(hashOf(token), now, this.endOf(token));
    return account;
  }

  /** As `resolve`, without prolonging: an open page that only listens is not use. */
  async look(token: string, now = Date.now()): Promise<StaffAccount | null> {
    if (!(now < this.endOf(token))) return null;
    return this.persistence.identity.findSession(hashOf(token), new Date(now));
  }

  /** `NaN` for a text that is no token of ours. */
  private endOf(token: string): number {
    return Number.parseInt(token.split('.')[1] ?? '', 36) + this.settings.sessionMs;
  }

  async signOut(token: string): Promise<void> {
    await this.persistence.identity.endSession(hashOf(token));
  }

  private async prolong(tokenHash: string, now: number, endsAt: number): Promise<void> {
    if (now - (this.touchedAt.get(tokenHash) ?? 0) < touchEveryMs) return;
    if (this.touchedAt.size >= maxRemembered) this.touchedAt.clear();
    this.touchedAt.set(tokenHash, now);
    const idleEnd = new Date(Math.min(now + this.settings.sessionIdleMs, endsAt));
    await this.persistence.identity.extendSession(tokenHash, idleEnd);
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= hashPassword(randomBytes(16).toString('hex'));
    return this.decoy;
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
