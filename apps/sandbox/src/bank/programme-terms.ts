import { DateSchema, MoneySchema, RateSchema } from '@bangdai/contracts/http';
import { z } from 'zod';
import { dayNumber, isDay } from '../books/days.js';
import { parseFen, parseRate } from '../books/fen.js';

/** Fields of a message are texts; an empty one is one that is not there. */
export const orAbsent = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const listOf = (key: RegExp) =>
  z.string().refine((text) => text.split(',').every((pair) => key.test(pair)), 'BAD_LIST');
const count = z.string().regex(/^\d{1,5}$/);
const flag = z.enum(['true', 'false']);

/** What the programme pays of a loan's interest, as the platform says it: all texts, all of them optional. */
export const ProgrammeTerms = z.object({
  subsidyRate: orAbsent(RateSchema),
  /** Later rates by the night in which interest accrues: `2025-01-01=0.03,2026-01-01=0.02`. */
  subsidyRateSteps: orAbsent(listOf(/^\d{4}-\d{2}-\d{2}=0(\.\d{1,6})?$/)),
  /** The county's share by the last night that still has it; `*` for all nights after: `2023-12-31=1.00,*=0.70`. */
  subsidyShares: orAbsent(listOf(/^(\d{4}-\d{2}-\d{2}|\*)=(0|1)(\.\d{1,6})?$/)),
  principalCap: orAbsent(MoneySchema),
  /** Nights that a household may have in all, and those it had before it came into these books. */
  subsidyDayCap: orAbsent(count),
  subsidyDaysUsed: orAbsent(count),
  /** Money that a household may have in all, and what it had before. */
  subsidyAmountCap: orAbsent(MoneySchema),
  subsidyAmountUsed: orAbsent(MoneySchema),
  /** No subsidy for nights in arrears. */
  suspendWhileOverdue: orAbsent(flag),
  subsidiseAfterMaturity: orAbsent(flag),
  /** `interestPaid`: never more than the borrower has paid. */
  subsidyBasis: orAbsent(z.enum(['interestAccrued', 'interestPaid'])),
  /** Days on which interest is settled: `03-20,06-20,09-20,12-20`. */
  interestDays: orAbsent(listOf(/^\d{2}-\d{2}$/)),
  settleAt: orAbsent(z.enum(['quarter', 'payoff'])),
  /** A loan of former days: the day from whose period on the programme counts in these books. */
  takenOverOn: orAbsent(DateSchema.refine(isDay, 'BAD_DATE')),
});

export type StoredTerms = z.output<typeof ProgrammeTerms>;

/** The same, to count with: fen, millionths and day numbers. */
export interface Terms {
  /** Null: the whole contract rate. */
  rate: bigint | null;
  /** From this night on this rate, the later first. */
  rateSteps: { from: number; rate: bigint }[];
  /** Up to, not including, this night this share; empty: all of it. */
  shares: { to: number; share: bigint }[];
  principalCap: bigint | null;
  dayCap: number | null;
  daysUsed: number;
  amountCap: bigint | null;
  amountUsed: bigint;
  suspendWhileOverdue: boolean;
  subsidiseAfterMaturity: boolean;
  paidInterestOnly: boolean;
  /** Month and day of the settlements, in order. */
  interestDays: string[];
  settleAt: 'quarter' | 'payoff';
  takenOverOn: string | null;
}

const quarterDays = '03-20,06-20,09-20,12-20';
/** 1 in millionths. */
export const whole = 1_000_000n;

const pairsOf = (text: string | undefined): [string, string][] =>
  (text ?? '')
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => pair.split('=') as [string, string]);

const shareOf = (text: string): bigint => (/^1(\.0+)?$/.test(text) ? whole : parseRate(text));

export function termsFrom(stored: StoredTerms): Terms {
  return {
    rate: stored.subsidyRate === undefined ? null : parseRate(stored.subsidyRate),
    rateSteps: pairsOf(stored.subsidyRateSteps)
      .map(([from, rate]) => ({ from: dayNumber(from), rate: parseRate(rate) }))
      .sort((a, b) => b.from - a.from),
    shares: pairsOf(stored.subsidyShares).map(([until, share]) => ({
      to: until === '*' ? Infinity : dayNumber(until) + 1,
      share: shareOf(share),
    })),
    principalCap: stored.principalCap === undefined ? null : parseFen(stored.principalCap),
    dayCap: stored.subsidyDayCap === undefined ? null : Number(stored.subsidyDayCap),
    daysUsed: Number(stored.subsidyDaysUsed ?? '0'),
    amountCap: stored.subsidyAmountCap === undefined ? null : parseFen(stored.subsidyAmountCap),
    amountUsed: parseFen(stored.subsidyAmountUsed ?? '0.00'),
    suspendWhileOverdue: stored.suspendWhileOverdue === 'true',
    subsidiseAfterMaturity: stored.subsidiseAfterMaturity === 'true',
    paidInterestOnly: stored.subsidyBasis === 'interestPaid',
    interestDays: (stored.interestDays ?? quarterDays).split(',').sort(),
    settleAt: stored.settleAt ?? 'quarter',
    takenOverOn: stored.takenOverOn ?? null,
  };
}
