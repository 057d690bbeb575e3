import { addDays, type CivilDate } from '../calendar/civil-date.js';
import { Decimal } from '../money/decimal.js';
import { compareMoney, formatMoney, parseMoney, subtractMoney, type Money } from '../money/money.js';
import type { FundRules } from '../policy/compensation-rules.js';
import { leverageHeadroom } from './leverage.js';

export type FundAlarm =
  'LEVERAGE_EXCEEDED' | 'LEVERAGE_BELOW_MIN' | 'BELOW_FLOOR' | 'BELOW_MIN_SIZE' | 'USED_IN_PART';

export interface FundInput {
  balance: Money;
  /** Of the loans that the account answers for. */
  outstanding: Money;
  /** The same on the first day of the quarter. */
  openingLoans: Money;
  openingBalance: Money;
  /** What the account was set up with; missing: none. */
  size?: Money;
  on: CivilDate;
}

export interface FundPosition {
  /** Outstanding as a multiple of the balance, HALF_UP to 2 decimals; null for an empty fund. */
  leverage: string | null;
  headroom: Money | null;
  floor: Money | null;
  /** The most that leverage, floor, least size and what was used ask for. */
  required: Money;
  topUpDue: Money;
  /** Last day to pay it in; null where the pack names none. */
  topUpBy: CivilDate | null;
  alarms: FundAlarm[];
  lendingStopped: boolean;
}

/** First and last day of the calendar quarter. */
export function quarterOf(on: CivilDate): { from: CivilDate; to: CivilDate } {
  const year = Number(on.slice(0, 4));
  const first = Math.floor((Number(on.slice(5, 7)) - 1) / 3) * 3 + 1;
  const month = (value: number): string => String(value).padStart(2, '0');
  const next = first === 10 ? `${year + 1}-01-01` : `${year}-${month(first + 3)}-01`;
  return { from: `${year}-${month(first)}-01`, to: addDays(next, -1) };
}

/** The account against its pack: floor, leverage, what must be paid in by when, whether lending stands (lifecycle §5). */
export function fundPosition(rules: FundRules, input: FundInput): FundPosition {
  const { balance, outstanding, on } = input;
  const floor = floorOf(rules, input);
  const ofLeverage =
    rules.leverageMax === null
      ? '0.00'
      : parseMoney(outstanding).dividedBy(rules.leverageMax).toFixed(2, Decimal.ROUND_UP);
  const isOverLeverage = compareMoney(ofLeverage, balance) > 0;
  const isBelowFloor = floor !== null && compareMoney(balance, floor) < 0;
  const isBelowSize = rules.minSize != null && compareMoney(balance, rules.minSize) < 0;
  const whole = isRefilledAfterUse(rules) ? (input.size ?? '0.00') : '0.00';
  const isUsed = compareMoney(balance, whole) < 0;
  const days = [
    ...(isOverLeverage || isBelowSize || isUsed ? replenishBy(rules, on) : []),
    ...(isBelowFloor ? [quarterOf(on).to] : []),
  ].sort();
  const required = formatMoney(
    Decimal.max(...[ofLeverage, floor ?? '0.00', rules.minSize ?? '0.00', whole].map(parseMoney)),
  );
  const short = subtractMoney(required, balance);
  return {
    leverage: leverageOf(balance, outstanding),
    headroom: leverageHeadroom(rules, { fundBalance: balance, outstanding, request: '0.00' }).headroom,
    floor,
    required,
    topUpDue: compareMoney(short, '0.00') > 0 ? short : '0.00',
    topUpBy: days[0] ?? null,
    alarms: [
      ...(isOverLeverage ? ['LEVERAGE_EXCEEDED' as const] : []),
      ...(isBelowLeast(rules, balance, outstanding) ? ['LEVERAGE_BELOW_MIN' as const] : []),
      ...(isBelowFloor ? ['BELOW_FLOOR' as const] : []),
      ...(isBelowSize ? ['BELOW_MIN_SIZE' as const] : []),
      ...(isUsed ? ['USED_IN_PART' as const] : []),
    ],
    lendingStopped: isOverLeverage || (isBelowFloor && rules.floor?.stopLending === true),
  };
}

/** A replenishment that no other rule measures is one of what was used: the reserve is topped up after each use. */
const isRefilledAfterUse = ({ replenish, leverageMax, floor, minSize }: FundRules): boolean =>
  replenish !== null && leverageMax === null && floor == null && minSize == null;

function floorOf({ floor }: FundRules, { openingLoans, openingBalance }: FundInput): Money | null {
  if (floor == null) return null;
  const base = floor.of === 'loanBalance' ? openingLoans : openingBalance;
  return formatMoney(parseMoney(base).times(floor.share));
}

const replenishBy = ({ replenish }: FundRules, on: CivilDate): CivilDate[] =>
  replenish === null ? [] : [addDays(on, replenish.withinDays)];

function leverageOf(balance: Money, outstanding: Money): string | null {
  if (compareMoney(balance, '0.00') <= 0) return null;
  return parseMoney(outstanding).dividedBy(parseMoney(balance)).toFixed(2, Decimal.ROUND_HALF_UP);
}

/** Little lent against much money: told, never stopped. */
function isBelowLeast({ leverageMin }: FundRules, balance: Money, outstanding: Money): boolean {
  if (leverageMin == null) return false;
  return parseMoney(outstanding).lessThan(parseMoney(balance).times(leverageMin));
}
