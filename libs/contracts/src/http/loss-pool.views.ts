/** A county's pool that shares an insurer's loss of a cycle (风险分散补偿金), where its pack has one. */
import { z } from 'zod';
import type { Actor } from '../people.js';
import { DateSchema, MoneySchema, ShortText } from './common.schema.js';

const paper = { on: DateSchema, documentNo: ShortText };

/** Money paid in, or an insurance cycle that has ended: it counts once a second person has confirmed it. */
export const LossPoolEntryRequest = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('deposit'), amount: MoneySchema, ...paper }).strict(),
    z
      .object({
        kind: z.literal('cycle'),
        /** Name of the cycle, for example its year. */
        cycle: ShortText,
        premiums: MoneySchema,
        claims: MoneySchema,
        ...paper,
      })
      .strict(),
  ])
  .meta({ id: 'LossPoolEntryRequest' });
export type LossPoolEntryBody = z.infer<typeof LossPoolEntryRequest>;

export interface LossPoolEntryRow {
  id: string;
  kind: 'deposit' | 'cycle';
  cycle: string | null;
  premiums: string | null;
  claims: string | null;
  /** Claims above premiums; nothing moves without a loss. */
  loss: string | null;
  /** What the pool pays in or out, and what of a loss stays with the insurer. */
  amount: string;
  insurer: string | null;
  on: string;
  documentNo: string;
  state: 'recorded' | 'confirmed' | 'returned';
  taskId: string | null;
}

export interface LossPoolView {
  county: string;
  balance: string;
  poolShare: string;
  insurerShare: string;
  /** Latest first. */
  entries: LossPoolEntryRow[];
}

export interface LossPoolStore {
  /** @throws RefusedError `NOT_FOUND` where the county's pack has no pool */
  get(actor: Actor, county: string, today: string): Promise<LossPoolView>;
  /** @throws RefusedError `NOT_FOUND` | `BAD_AMOUNT` | `BAD_DATE` | `DUPLICATE_RECEIPT` (a cycle or a document twice) */
  record(
    actor: Actor,
    county: string,
    commandId: string,
    entry: LossPoolEntryBody,
  ): Promise<LossPoolEntryRow>;
}
