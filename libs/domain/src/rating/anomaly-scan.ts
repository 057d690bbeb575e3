import type { CivilDate } from '../calendar/civil-date.js';
import { ZERO, type Decimal } from '../money/decimal.js';
import { parseMoney, type Money } from '../money/money.js';
import { normaliseName } from '../people/name.js';
import { productOf } from '../policy/loan-rules.js';
import type { AnomalyCode, PolicyPack } from '../policy/policy-pack.js';

export interface ScannedLoan {
  loanId: string;
  name: string;
  /** Stands for the person; two loans with the same hash are one person's. */
  idHash: string;
  householdId: string;
  balance: Money;
  maturityDate: CivilDate;
  group: string;
  purpose: string;
}

export interface Anomaly {
  code: AnomalyCode;
  loanIds: string[];
}

const ORDER: readonly AnomalyCode[] = [
  'DUPLICATE_NAME',
  'NON_TARGET_BORROWER',
  'OVER_LIMIT',
  'MULTIPLE_BORROWERS_IN_HOUSEHOLD',
  'NON_PRODUCTIVE_USE',
  'OVERDUE',
];

function groupBy(loans: readonly ScannedLoan[], keyOf: (loan: ScannedLoan) => string): ScannedLoan[][] {
  const groups = new Map<string, ScannedLoan[]>();
  for (const loan of loans) {
    const key = keyOf(loan);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [loan]);
    else group.push(loan);
  }
  return [...groups.values()];
}

function hasSeveralPersons(loans: readonly ScannedLoan[]): boolean {
  return new Set(loans.map(({ idHash }) => idHash)).size > 1;
}

function balanceOf(loans: readonly ScannedLoan[]): Decimal {
  return loans.reduce((sum, { balance }) => sum.plus(parseMoney(balance)), ZERO);
}

function concerned(
  code: AnomalyCode,
  pack: PolicyPack,
  product: string,
  asOf: CivilDate,
  loans: ScannedLoan[],
): ScannedLoan[] {
  switch (code) {
    case 'DUPLICATE_NAME':
      return groupBy(loans, ({ name }) => normaliseName(name))
        .filter(hasSeveralPersons)
        .flat();
    case 'NON_TARGET_BORROWER':
      return loans.filter(({ group }) => !pack.eligibility.targetGroups.includes(group));
    case 'OVER_LIMIT': {
      const limit = productOf(pack, product).householdExposureMax;
      if (limit === null) return [];
      return groupBy(loans, ({ householdId }) => householdId)
        .filter((group) => balanceOf(group).greaterThan(parseMoney(limit)))
        .flat();
    }
    case 'MULTIPLE_BORROWERS_IN_HOUSEHOLD':
      return groupBy(loans, ({ householdId }) => householdId)
        .filter(hasSeveralPersons)
        .flat();
    case 'NON_PRODUCTIVE_USE':
      return loans.filter(({ purpose }) => pack.purposes.banned.includes(purpose));
    case 'OVERDUE':
      return loans.filter(({ maturityDate }) => maturityDate < asOf);
  }
}

/**
 * Loans that a person should look at, over those with a balance: one entry per code that the pack scans for, in the
 * order of lifecycle §8, loan ids sorted. A flag is never proof.
 * @throws DomainError `PRODUCT_UNKNOWN` | `BAD_AMOUNT`
 */
export function anomalyScan(
  pack: PolicyPack,
  input: { asOf: CivilDate; loans: ScannedLoan[]; product?: string },
): Anomaly[] {
  const live = input.loans.filter(({ balance }) => parseMoney(balance).greaterThan(0));
  return ORDER.filter((code) => pack.anomalies?.includes(code) === true)
    .map((code) => ({
      code,
      loanIds: concerned(code, pack, input.product ?? 'household', input.asOf, live)
        .map(({ loanId }) => loanId)
        .sort(),
    }))
    .filter(({ loanIds }) => loanIds.length > 0);
}
