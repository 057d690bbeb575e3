import { RefusedError } from '@bangdai/contracts';
import {
  addMoney,
  compareMoney,
  daysBetween,
  Decimal,
  decideClaim,
  formatMoney,
  interestSchedule,
  maxDate,
  minMoney,
  parseMoney,
  productOf,
  subtractMoney,
  sumMoney,
  type ClaimDecision,
  type ClaimFigures,
  type ClaimInput,
  type CompensationRule,
} from '@bangdai/domain';
import { createHash } from 'node:crypto';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { periodStart } from '../subsidy/plan-lines.js';
import type { ClaimRecord } from './claim.record.js';
import { lockFund, lockFundOf, type FundRecord } from '../funds/fund.writer.js';

/** @throws RefusedError `CAUSE_NOT_COVERED` when the pack compensates nothing for this product */
export function compensationRule(context: StoreContext, loan: LoanRecord): CompensationRule {
  const rule = packOf(context, loan.scheme_key, loan.pack_version).compensation[loan.product];
  if (rule === undefined) throw new RefusedError('CAUSE_NOT_COVERED');
  return rule;
}

/** What the domain decides about the claim as things stand: balance, arrears, insurer, what the fund has free. */
export async function decide(
  db: Db,
  context: StoreContext,
  claim: ClaimRecord,
  loan: LoanRecord,
  filedOn: string,
): Promise<{ decision: ClaimDecision; input: ClaimInput; fund: FundRecord }> {
  const rule = compensationRule(context, loan);
  const fund = claim.frozen ? await lockFundOf(db, claim) : await lockFund(db, claim.county, claim.bank);
  const free = subtractMoney(fund.balance, fund.frozen);
  const input: ClaimInput = {
    principalOutstanding: loan.balance ?? '0.00',
    interestUnpaid: await interestUnpaid(db, context, loan, filedOn),
    cause: claim.cause,
    overdueDays: overdueDays(loan, filedOn),
    insurancePaid: claim.insurance_paid,
    fundBalance: addMoney(free, claim.frozen_amount),
    poolPart: await poolPart(db, rule, claim, loan),
  };
  return { decision: decideClaim(rule, input), input, fund };
}

/** The first day overdue counts as one. */
function overdueDays({ overdue_since: since }: LoanRecord, on: string): number {
  return since === null || on < since ? 0 : daysBetween(since, on) + 1;
}

/**
 * Interest up to the day of filing since the start of the period in which the loan matured, less what the bank reported
 * as paid since then: earlier periods were paid or the bank would have claimed them before. Principal that was repaid
 * meanwhile bore interest until its own day.
 */
async function interestUnpaid(db: Db, context: StoreContext, loan: LoanRecord, on: string): Promise<string> {
  if (loan.disbursed_on === null || loan.matures_on === null || loan.annual_rate === null) return '0.00';
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  const { interestDays, dayCount } = productOf(pack, loan.product).repayment;
  const from = maxDate(loan.disbursed_on, periodStart(interestDays, loan.matures_on));
  if (on <= from) return '0.00';
  const { penaltyMultiplier } = pack.overdue;
  const receipts = await db.rows<{ date: string; principal: string; interest: string }>(
    `select paid_on as date, booked_principal as principal, interest from repayment
     where loan_id = $1 and booked and paid_on >= $2`,
    [loan.id, from],
  );
  const terms = {
    loanId: loan.id,
    principal: sumMoney([loan.balance ?? '0.00', ...receipts.map(({ principal }) => principal)]),
    annualRate: loan.annual_rate,
    disbursementDate: from,
    maturityDate: maxDate(loan.matures_on, from),
    events: receipts.map(({ date, principal: amount }) => ({ date, type: 'repay' as const, amount })),
  };
  const { totalInterest } = interestSchedule(terms, on, { interestDays, dayCount, penaltyMultiplier });
  const paid = sumMoney(receipts.map(({ interest }) => interest));
  return compareMoney(paid, totalInterest) >= 0 ? '0.00' : subtractMoney(totalInterest, paid);
}

/**
 * This loan's part of the household's cap, given out in order of disbursement, then of number, as for the subsidy, on the
 * day of filing (calculations §5) and kept since; undefined: no cap. What was repaid later lowers it with the balance.
 */
async function poolPart(
  db: Db,
  rule: CompensationRule,
  claim: ClaimRecord,
  loan: LoanRecord,
): Promise<string | undefined> {
  if (rule.principalCap === null) return undefined;
  const balance = loan.balance ?? '0.00';
  if (claim.pool_part !== null) return minMoney(claim.pool_part, balance);
  const { earlier } = await db.one<{ earlier: string }>(
    `select coalesce(sum(balance), 0)::numeric(18,2)::text as earlier from loan
     where household_id = $1 and (disbursed_on, loan_no) < ($2::date, $3)`,
    [loan.household_id, loan.disbursed_on, loan.loan_no],
  );
  const left = Decimal.max(parseMoney(rule.principalCap).minus(parseMoney(earlier)), 0);
  return formatMoney(Decimal.min(left, parseMoney(balance)));
}

/** What a person signs: SHA-256 over the figures in fixed order. */
export function hashOf(claimNo: string, figures: ClaimFigures): string {
  const shares = Object.entries(figures.shares).map(([party, amount]) => `${party}=${amount}`);
  const text = [
    claimNo,
    figures.lossBase,
    figures.insurancePaid,
    figures.netLoss,
    ...shares,
    figures.uncoveredByScheme,
  ];
  return createHash('sha256').update(text.join('|')).digest('hex');
}

/** Writes the figures with the balance and interest that they come from. */
export async function storeFigures(
  db: Db,
  claim: ClaimRecord,
  figures: ClaimFigures,
  input: ClaimInput,
): Promise<string> {
  const hash = hashOf(claim.claim_no, figures);
  await db.run(
    `update claim set loss_base = $2, net_loss = $3, shares = $4::jsonb, uncovered = $5, fund_paid = $6, figures_hash = $7,
       principal = $8, interest_unpaid = $9 where id = $1`,
    [
      ...[claim.id, figures.lossBase, figures.netLoss, JSON.stringify(figures.shares)],
      ...[figures.uncoveredByScheme, figures.shares['fund'] ?? '0.00', hash],
      ...[input.principalOutstanding, input.interestUnpaid],
    ],
  );
  return hash;
}
