import type { LoanStart } from '@bangdai/contracts';
import type { ApplicationForm } from '@bangdai/contracts/http';
import {
  addDays,
  addMonths,
  compareMoney,
  daysBetween,
  minDate,
  termMonths,
  type PolicyPack,
} from '@bangdai/domain';
import { apply, disburse, inventedIdNumber, loanChange, repay } from '@bangdai/persistence/testing';
import type { SubsidyVector, VectorLoan } from './golden-vectors.js';
import type { SandboxBank } from './sandbox-bank.js';
import type { SchemeCase } from './scheme-case.js';
import type { World } from './worlds.js';

/** More than any interest of a vector: all of it is paid. */
const plenty = '99999.00';

/** Lends what a vector names, on its days, in the platform's books and in the bank's. */
export class VectorLending {
  constructor(
    private readonly scheme: SchemeCase,
    private readonly world: World,
    private readonly pack: PolicyPack,
    private readonly bank: SandboxBank,
  ) {}

  /** @returns the loans by the vector's names */
  async lend(vector: SubsidyVector): Promise<Map<string, LoanStart>> {
    const idNumber = inventedIdNumber();
    const lent = new Map<string, LoanStart>();
    for (const given of drawsApart(vector.given.loans)) {
      const loan = await this.lendOne(vector, given, idNumber, lent.size > 0);
      lent.set(given.loanId, loan);
      await this.service(vector, given, loan);
    }
    return lent;
  }

  private async lendOne(
    vector: SubsidyVector,
    given: VectorLoan,
    idNumber: string,
    isFurther: boolean,
  ): Promise<LoanStart> {
    const { persistence } = this.world.database;
    const months = given.termMonths ?? monthsOf(given, isFurther && this.pack.topUp === null);
    const { loan, verdict } = await apply(
      persistence,
      this.formOf(vector, given, { idNumber, termMonths: months, isFurther }),
    );
    if (!verdict.accepted) throw new Error(`${vector.id}: ${verdict.reasons.join(', ')}`);
    await this.keepUsedBefore(vector, given, loan);
    const { disbursementDate: on, annualRate } = given;
    const maturesOn = minDate(addMonths(on, months), given.maturityDate);
    const paid = await disburse(persistence, loan, { on, annualRate, maturesOn });
    if (!paid.accepted) throw new Error(`${vector.id}: ${paid.code}`);
    await this.askBank(vector, given, loan, { months, maturesOn });
    return loan;
  }

  private formOf(
    { given: { product, matchedHouseholds } }: SubsidyVector,
    { principal: amount, disbursementDate: appliedOn }: VectorLoan,
    { isFurther, ...person }: { idNumber: string; termMonths: number; isFurther: boolean },
  ): Partial<ApplicationForm> {
    const { form } = this.scheme;
    const grade = gradeOf(this.pack, product);
    const further = this.pack.topUp === null ? 'draw' : 'topUp';
    return {
      ...{ county: this.scheme.county, ...form, ...person, product, amount, appliedOn },
      requestType: isFurther ? further : 'new',
      facts: { ...factsOf(form), grade, ...(matchedHouseholds === undefined ? {} : { matchedHouseholds }) },
    };
  }

  /** Days that the vector's loan itself has not used were used by the household's former loans. */
  private async keepUsedBefore(vector: SubsidyVector, given: VectorLoan, loan: LoanStart): Promise<void> {
    const { usedSubsidyDays, priorSubsidyTotal } = vector.given.household;
    const own = daysBetween(given.disbursementDate, vector.given.periods[0]?.from ?? given.disbursementDate);
    await this.world.sql(
      `update household set used_subsidy_days = $2, prior_subsidy_total = $3
       where id = (select household_id from loan where id = $1)`,
      [loan.loanId, Math.max(0, usedSubsidyDays - own), priorSubsidyTotal],
    );
  }

  /** The request to the bank as it would have left on the day of the contract. */
  private async askBank(
    vector: SubsidyVector,
    given: VectorLoan,
    { loanId, loanNo }: LoanStart,
    { months, maturesOn }: { months: number; maturesOn: string },
  ): Promise<void> {
    const { county } = this.scheme;
    const isCountedLater = given.interestPaid !== undefined;
    const data = {
      ...{ amount: given.principal, termMonths: String(months), product: vector.given.product, requires: '' },
      ...{ on: given.disbursementDate, maturesOn },
      ...(isCountedLater ? { takenOverOn: vector.given.periods[0]?.from } : {}),
    };
    await this.world.sql(`update loan set approved_rate = annual_rate where id = $1`, [loanId]);
    await this.world.sql(
      `insert into outbox (key, kind, county, bank, recipient, loan_id, loan_no, subject_id, data, created_at)
       values ($1, 'disbursementRequest', $2, 'main', 'bank', $3, $4, $3, $5::jsonb, $6::date + interval '2 hours')`,
      [`vector/${loanNo}`, county, loanId, loanNo, JSON.stringify(data), given.disbursementDate],
    );
    await this.bank.told('disbursementRequest', county, loanNo);
  }

  /** What happened to the loan in the vector. */
  private async service(vector: SubsidyVector, given: VectorLoan, loan: LoanStart): Promise<void> {
    for (const { date, amount } of given.events ?? []) await this.repays(loan, date, amount);
    await this.mature(vector, given, loan);
    await this.payInterest(vector, given, loan);
    for (const spell of given.overdue ?? []) await this.inArrears(loan, spell);
    const { loans } = this.world.database.persistence;
    if (given.subsidyStopDate !== undefined) {
      const change = loanChange(loan, 'exit', { stage: 'active' });
      await loans.recordExit({ change, stopsOn: given.subsidyStopDate, maturesOn: null });
      await this.bank.told('subsidyStopAdvice', loan.county, loan.loanNo);
    }
    if (given.termMonths === undefined) return;
    const { maturityDate: maturesOn } = given;
    const message = { kind: 'extensionAdvice' as const, key: `vector/${loan.loanNo}/extended`, to: 'bank' as const, bank: 'main', data: { maturesOn } }; // prettier-ignore
    const change = loanChange(loan, 'extended', { stage: 'extended', messages: [message] });
    await loans.recordExtension({ change, maturesOn });
    await this.bank.told('extensionAdvice', loan.county, loan.loanNo);
  }

  /** A loan whose periods go on beyond its maturity was not paid by then. */
  private async mature(vector: SubsidyVector, given: VectorLoan, loan: LoanStart): Promise<void> {
    const [last] = vector.given.periods.slice(-1);
    if (last === undefined || last.to <= given.maturityDate) return;
    const change = loanChange(loan, 'overdue', { stage: 'overdue' });
    const overdueSince = addDays(given.maturityDate, 1);
    await this.world.database.persistence.loans.recordOverdue({ change, overdueSince });
  }

  /** Where the plan asks for it: all interest unless the vector says how much; at payoff with the whole principal. */
  private async payInterest(vector: SubsidyVector, given: VectorLoan, loan: LoanStart): Promise<void> {
    const rule = this.pack.subsidy[vector.given.product];
    const [last] = vector.given.periods.slice(-1);
    if (rule?.settleAt === 'payoff' && (given.events ?? []).length === 0) {
      return this.repays(loan, last?.to ?? given.maturityDate, given.principal, plenty);
    }
    if (rule?.basis !== 'interestPaid') return;
    const [paid = plenty] = Object.values(given.interestPaid ?? {});
    await this.repays(loan, given.disbursementDate, '0.00', paid);
  }

  async repays(loan: LoanStart, paidOn: string, principal: string, interest = '0.00'): Promise<void> {
    const receipt = { receiptNo: `R-${loan.loanNo}-${paidOn}`, paidOn, principal, interest };
    const { accepted, code } = await repay(this.world.database.persistence, loan, receipt);
    if (!accepted) throw new Error(`repayment: ${code}`);
    await this.bank.desk('repayments', { county: loan.county, loanNo: loan.loanNo, ...receipt });
  }

  private async inArrears(loan: LoanStart, { from, to }: { from: string; to: string | null }): Promise<void> {
    const { loans } = this.world.database.persistence;
    const { county, loanNo } = loan;
    const arrears = { since: from, curedOn: to };
    await loans.recordWake(loanChange(loan, `arrears-${from}`, { stage: 'active', arrears }));
    await this.bank.desk('overdue-notices', { county, loanNo, overdueSince: from });
    if (to !== null) await this.bank.desk('arrears-cured', { county, loanNo, curedOn: to });
  }
}

/** A draw ends within its line, in whole months. */
function monthsOf({ disbursementDate, maturityDate }: VectorLoan, isDraw: boolean): number {
  const months = termMonths(disbursementDate, maturityDate);
  return isDraw && addMonths(disbursementDate, months) > maturityDate ? months - 1 : months;
}

/** The grade with the highest limit, where the plan has grades. */
export function gradeOf(pack: PolicyPack, product: string): string | null {
  const limits = Object.entries(pack.products[product]?.gradeLimits ?? {});
  return limits.sort((a, b) => compareMoney(b[1] ?? '0.00', a[1] ?? '0.00'))[0]?.[0] ?? null;
}

export const factsOf = ({ facts }: Partial<ApplicationForm>): ApplicationForm['facts'] => ({
  ...{ rated: true, grade: null, badCredit: false, blacklist: null, civilCapacity: true, willing: true },
  ...{ ableToRepay: true, inAreaList: true, isFamilyMember: false },
  ...facts,
});

/** A draw on a line is a loan of its own in the product, under the line's rate and last day. */
function drawsApart(loans: VectorLoan[]): VectorLoan[] {
  return loans.flatMap((loan) => {
    const events = loan.events ?? [];
    const draws = events.filter(({ type }) => type === 'draw');
    const first = { ...loan, events: events.filter(({ type }) => type === 'repay') };
    const further = draws.map(({ date, amount }, index) => ({
      ...{ loanId: `${loan.loanId}-${index + 2}`, principal: amount, annualRate: loan.annualRate },
      ...{ disbursementDate: date, maturityDate: loan.maturityDate },
    }));
    return [first, ...further];
  });
}
