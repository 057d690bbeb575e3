import { z } from 'zod';

/** Yuan with two decimals, as text; differences and ledger sides may be negative. */
export const money = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .meta({ example: '50000.00' });
/** A yearly rate as decimal fraction. */
export const rate = z.string().meta({ example: '0.0395' });
/** A day in Asia/Shanghai. */
export const day = z.string().meta({ format: 'date', example: '2026-11-24' });

export const taskKind = z.enum([
  'review',
  'objection',
  'usageCheck',
  'misuse',
  'writtenNotice',
  'urging',
  'claimReady',
  'termRequest',
  'suspension',
  'disputedLine',
  'confirmImport',
  'failedLine',
  'unknownPayment',
  'undelivered',
  'householdNotice',
  'paymentCheck',
  'correction',
  'heldMoney',
  'stalled',
  'clawback',
  'counterpartPaper',
  'fundEntry',
  'lossPoolEntry',
  'debtorListing',
  'fundTopUp',
  'bankDue',
  'bankDemand',
]);
export const loanStage = z.enum([
  'draft',
  'refused',
  'inReview',
  'publicity',
  'investigation',
  'rejected',
  'withdrawn',
  'approved',
  'suspended',
  'lapsed',
  'active',
  'extended',
  'overdue',
  'compensating',
  'compensated',
  'writtenRecovery',
  'settled',
  'renewed',
  'recalled',
  'converted',
  'closedLoss',
]);
export const settlementStage = z.enum([
  'collecting',
  'computed',
  'underReview',
  'returned',
  'publicity',
  'determined',
  'publicised',
  'paying',
  'partlyPaid',
  'paid',
  'rejected',
  'closed',
]);
export const compensationStage = z.enum([
  'filed',
  'refused',
  'withdrawn',
  'waitingInsurance',
  'verifying',
  'determined',
  'queued',
  'paying',
  'paid',
  'recovering',
  'closed',
]);
export const subsidyLineState = z.enum([
  'claimed',
  'disputed',
  'excluded',
  'paid',
  'held',
  'waiting',
  'failed',
]);
