import { RefusedError, type CounterpartKey, type InboxKind } from '@bangdai/contracts';
import type { SubsidyListReport } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { verifySignature, type Config } from '@bangdai/platform';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { ApiRequest } from '../http/api-request.js';
import { CONFIG, PERSISTENCE } from '../tokens.js';

export interface InboundFact {
  county: string;
  /** Null for the treasury. */
  bank: string | null;
  kind: InboxKind;
  subjectNo: string;
  payload: unknown;
}

/** The same answer for a first and for a repeated message. */
export interface InboundAnswer {
  id: string;
  state: 'accepted';
}

/** What banks and treasuries report: signature, then inbox; the relay delivers it to the workflow. */
@Injectable()
export class InboundService {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Proves the sender of a message before anything of it is believed. The body names county and bank; only the secret of
   * that very counterpart proves it, so that no bank can speak for another.
   * @returns the id of the message
   * @throws RefusedError `BAD_SIGNATURE`
   */
  async verify(request: ApiRequest, sender: 'bank' | 'treasury'): Promise<string> {
    const { rawBody, headers } = request;
    const named = claimedSender(request.body, sender);
    if (!rawBody || named === null) throw new RefusedError('BAD_SIGNATURE');
    return verifySignature({ secrets: await this.secretsOf(named), headers, rawBody }).id;
  }

  private async secretsOf(counterpart: CounterpartKey): Promise<string[]> {
    const own = await this.persistence.secrets.accepted(counterpart);
    if (own.length > 0) return own;
    return counterpart.kind === 'bank' ? this.config.bankSecrets : this.config.treasurySecrets;
  }

  /** A forecast has no effect on any settlement: the final list replaces it, and people see both (lifecycle §4). */
  async keepForecast(eventId: string, list: z.infer<typeof SubsidyListReport>): Promise<InboundAnswer> {
    await this.persistence.intake.storeForecast(list, list.lines);
    return { id: eventId, state: 'accepted' };
  }

  /** @throws RefusedError `NOT_FOUND` when nobody here knows the loan, settlement, claim or order */
  async take(
    eventId: string,
    { county, bank, kind, subjectNo, payload }: InboundFact,
  ): Promise<InboundAnswer> {
    const source = bank === null ? `treasury:${county}` : `bank:${county}:${bank}`;
    await this.persistence.intake.storeInbox({ source, eventId, kind, county, subjectNo, payload });
    return { id: eventId, state: 'accepted' };
  }
}

/** Whom a message says it comes from; null when it does not say. */
function claimedSender(body: unknown, kind: 'bank' | 'treasury'): CounterpartKey | null {
  const { county, bank } = (body ?? {}) as { county?: unknown; bank?: unknown };
  const code = kind === 'bank' ? bank : 'treasury';
  return typeof county === 'string' && typeof code === 'string' ? { county, kind, code } : null;
}
