import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatFen, parseFen } from '../books/fen.js';
import { balanceNow, type BankLoan } from './bank-loan.js';
import { loanInBooks } from './bank-loan.fixture.js';
import { periodStart } from './interest.js';
import { subsidyList } from './subsidy-list.js';

interface Rule {
  principalCap: string | null;
  principalCapPerMatchedHousehold: string | null;
  amountCapPerHousehold: string | null;
  dayCapPerHousehold: number | null;
  suspendWhileOverdue: boolean;
  basis: string;
  settleAt: string;
}

interface GivenLoan {
  loanId: string;
  principal: string;
  annualRate: string;
  disbursementDate: string;
  maturityDate: string;
  events?: { date: string; type: 'repay' | 'draw'; amount: string }[];
  overdue?: { from: string; to: string | null }[];
  subsidyStopDate?: string;
  interestPaid?: Record<string, string>;
}

interface ExpectedLine {
  loanId: string;
  interest: string;
  subsidyRate: string;
  eligibleDays: number;
  subsidy: string;
}

interface Vector {
  id: string;
  scheme: string;
  given: {
    kind: string;
    product: string;
    household: { usedSubsidyDays: number; priorSubsidyTotal: string };
    matchedHouseholds?: number;
    loans: GivenLoan[];
    periods: { from: string; to: string }[];
  };
  expect: { periods: { from: string; to: string; loans: ExpectedLine[] }[] };
}

const packs = new URL('../../../../libs/policy-packs/', import.meta.url);
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, packs), 'utf8'));

function ruleOf(scheme: string, product: string): Rule {
  const version =
    readdirSync(new URL(`packs/${scheme}/`, packs))
      .sort()
      .at(-1) ?? '';
  const pack = json(`packs/${scheme}/${version}/pack.json`) as { subsidy: Record<string, Rule> };
  const rule = pack.subsidy[product];
  if (rule === undefined) throw new Error(`${scheme} subsidises no ${product}`);
  return rule;
}

/** What the platform says with its request for such a loan; the rate is resolved already. */
function termsOf(vector: Vector, subsidyRate: string): Record<string, string> {
  const { product, household, matchedHouseholds = 0, periods } = vector.given;
  const rule = ruleOf(vector.scheme, product);
  const perHousehold = rule.principalCapPerMatchedHousehold;
  return {
    subsidyRate,
    principalCap:
      perHousehold === null
        ? (rule.principalCap ?? '')
        : formatFen(parseFen(perHousehold) * BigInt(matchedHouseholds)),
    subsidyDayCap: String(rule.dayCapPerHousehold ?? ''),
    subsidyDaysUsed: String(household.usedSubsidyDays),
    subsidyAmountCap: rule.amountCapPerHousehold ?? '',
    subsidyAmountUsed: household.priorSubsidyTotal,
    suspendWhileOverdue: String(rule.suspendWhileOverdue),
    subsidyBasis: rule.basis,
    settleAt: rule.settleAt === 'payoff' ? 'payoff' : 'quarter',
    takenOverOn: periods[0]?.from ?? '',
  };
}

const minus = (amount: string): bigint => -parseFen(amount);

function loanOf(vector: Vector, given: GivenLoan): BankLoan {
  const lines = vector.expect.periods.map((period) => ({
    ...period,
    line: period.loans.find(({ loanId }) => loanId === given.loanId),
  }));
  const terms = termsOf(vector, lines[0]?.line?.subsidyRate ?? '');
  const loan = loanInBooks({
    ...{ loanNo: given.loanId, householdNo: 'H1', amount: given.principal, annualRate: given.annualRate },
    ...{ disbursedOn: given.disbursementDate, maturesOn: given.maturityDate, terms },
    arrears: given.overdue ?? [],
    subsidyStopsOn: given.subsidyStopDate ?? null,
  });
  for (const { date: paidOn, type, amount } of given.events ?? [])
    // A draw raises the balance of the same loan, as a repayment lowers it.
    loan.repayments.push({ receiptNo: '', paidOn, principal: type === 'repay' ? parseFen(amount) : minus(amount), interest: 0n }); // prettier-ignore
  // What the borrower paid of each period's interest: all of it, where the vector says nothing.
  for (const { from, to, line } of lines) {
    const interest = parseFen(given.interestPaid?.[from] ?? line?.interest ?? '0.00');
    const isPaidOff = terms['settleAt'] === 'payoff';
    loan.repayments.push({
      receiptNo: '',
      paidOn: to,
      principal: isPaidOff ? balanceNow(loan) : 0n,
      interest,
    });
  }
  return loan;
}

/** At payoff the bank is asked for the quarter in which the loan ended. */
function askedPeriod(vector: Vector, { from, to }: { from: string; to: string }): [string, string] {
  if (ruleOf(vector.scheme, vector.given.product).settleAt !== 'payoff') return [from, to];
  return [periodStart(to), '2099-12-21'];
}

const vectors = (json('vectors/subsidy.json') as Vector[]).filter(({ given }) => given.kind === 'subsidy');

describe('the list of an honest bank, by the vectors of the programme', () => {
  it.each(vectors.map((vector) => [`${vector.id} ${vector.scheme}`, vector] as const))(
    '%s',
    (_name, vector) => {
      const loans = vector.given.loans.map((given) => loanOf(vector, given));
      for (const period of vector.expect.periods) {
        const lines = subsidyList(loans, ...askedPeriod(vector, period)).map((line) => [
          line.loanNo,
          line.nights,
          formatFen(line.interest),
          formatFen(line.subsidy),
        ]);
        const expected = period.loans
          .filter(({ eligibleDays }) => eligibleDays > 0)
          .map(({ loanId, eligibleDays, interest, subsidy }) => [loanId, eligibleDays, interest, subsidy]);
        expect(lines).toEqual(expected);
      }
    },
  );

  it('covers all eight counties', () => {
    expect(new Set(vectors.map(({ scheme }) => scheme)).size).toBe(8);
  });
});

describe('rules by which a county may pay', () => {
  const quarter = (loan: BankLoan, from: string, to: string) =>
    subsidyList([loan], from, to).map(({ nights, subsidy }) => [nights, formatFen(subsidy)]);

  it('another share of the interest by the year in which it accrues', () => {
    const terms = { subsidyShares: '2023-12-31=1.00,*=0.70' };
    const loan = loanInBooks({ amount: '30000.00', annualRate: '0.03', disbursedOn: '2023-11-05', maturesOn: '2024-11-05', terms }); // prettier-ignore
    expect(quarter(loan, '2023-09-21', '2023-12-21')).toEqual([[46, '115.00']]);
    expect(quarter(loan, '2023-12-21', '2024-03-21')).toEqual([[91, '167.50']]);
    expect(quarter(loan, '2024-03-21', '2024-06-21')).toEqual([[92, '161.00']]);
  });

  it('another rate from a night on, and never more than the contract’s', () => {
    const terms = { subsidyRate: '0.03', subsidyRateSteps: '2024-01-01=0.02,2024-02-01=0.09' };
    const loan = loanInBooks({ amount: '36000.00', annualRate: '0.04', disbursedOn: '2023-11-05', maturesOn: '2024-11-05', terms }); // prettier-ignore
    // 11 nights at 3.00, 31 at 2.00, 49 at the contract's 4.00.
    expect(quarter(loan, '2023-12-21', '2024-03-21')).toEqual([[91, '291.00']]);
  });

  it('arrears that are paid up earn again, and nothing for the nights between', () => {
    const terms = { subsidyRate: '0.03', suspendWhileOverdue: 'true' };
    const loan = loanInBooks({ amount: '36000.00', annualRate: '0.06', terms });
    loan.arrears.push({ from: '2023-10-01', to: '2023-10-11' }, { from: '2023-12-11', to: null });
    expect(quarter(loan, '2023-09-21', '2023-12-21')).toEqual([[71, '213.00']]);
    expect(quarter(loan, '2023-12-21', '2024-03-21')).toEqual([]);
  });

  it('interest that was not paid is listed with nothing, and caught up by no later quarter', () => {
    const terms = { subsidyBasis: 'interestPaid' };
    const loan = loanInBooks({ amount: '36000.00', annualRate: '0.03', disbursedOn: '2023-09-21', terms });
    expect(quarter(loan, '2023-09-21', '2023-12-21')).toEqual([[91, '0.00']]);
    loan.repayments.push({
      receiptNo: 'I1',
      paidOn: '2024-03-20',
      principal: 0n,
      interest: parseFen('300.00'),
    });
    // 273.00 of it are the interest of the quarter before.
    expect(quarter(loan, '2023-12-21', '2024-03-21')).toEqual([[91, '27.00']]);
  });
});
