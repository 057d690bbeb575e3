import { readFileSync } from 'node:fs';

export interface SubsidyVector {
  id: string;
  scheme: string;
  given: {
    kind: string;
    product: string;
    household: { usedSubsidyDays: number; priorSubsidyTotal: string };
    matchedHouseholds?: number;
    loans: VectorLoan[];
    periods: { from: string; to: string }[];
  };
  expect: { periods: { from: string; to: string; loans: VectorLine[] }[] };
}

export interface VectorLoan {
  loanId: string;
  principal: string;
  annualRate: string;
  disbursementDate: string;
  maturityDate: string;
  termMonths?: number;
  events?: { date: string; type: 'repay' | 'draw'; amount: string }[];
  overdue?: { from: string; to: string | null }[];
  subsidyStopDate?: string;
  interestPaid?: Record<string, string>;
}

export interface VectorLine {
  loanId: string;
  interest: string;
  eligibleDays: number;
  subsidy: string;
}

export interface ClaimVector {
  id: string;
  scheme: string;
  given: {
    kind: string;
    product: string;
    principalOutstanding: string;
    interestUnpaid: string;
    cause: string;
    overdueDays: number;
    insurancePaid: string | null;
    recoveries?: { date: string; amount: string }[];
  };
  expect: {
    decision: string;
    reason?: string;
    lossBase: string;
    netLoss: string;
    shares: Record<string, string>;
    uncoveredByScheme: string;
    fundPaid: string;
    recoveries?: { date: string; allocation: Record<string, string> }[];
  };
}

interface Files {
  subsidy: SubsidyVector;
  compensation: ClaimVector;
}

/** A golden vector by its id; the files are the ones that packs are checked against. */
export function goldenVector<Name extends keyof Files>(file: Name, id: string): Files[Name] {
  const url = new URL(`../../libs/policy-packs/vectors/${file}.json`, import.meta.url);
  const found = (JSON.parse(readFileSync(url, 'utf8')) as Files[Name][]).find((vector) => vector.id === id);
  if (found === undefined) throw new Error(`no vector ${id}`);
  return found;
}
