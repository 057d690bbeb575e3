import { RefusedError } from '@bangdai/contracts';
import {
  compareMoney,
  daysBetween,
  Decimal,
  decideClaim,
  formatMoney,
  interestSchedule,
  maxDate,
  parseMoney,
  productOf,
  subtractMoney,
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
): Promise<{ decision: ClaimDecision; input: ClaimInput }> {
  const rule = compensationRule(context, loan);
  const fund = await lockFund(db, claim.county);
  const own = claim.frozen ? (claim.fund_paid ?? '0.00') : '0.00';
  const input: ClaimInput = {
    principalOutstanding: loan.balance ?? '0.00',
    interestUnpaid: await interestUnpaid(db, context, loan, filedOn),
    cause: claim.cause,
    overdueDays: overdueDays(loan, filedOn),
    insurancePaid: claim.insurance_paid,
    fundBalance: formatMoney(parseMoney(subtractMoney(fund.balance, fund.frozen)).plus(parseMoney(own))),
    poolPart: await poolPart(db, rule, loan),
  };
  return { decision: decideClaim(rule, input), input };
}

/** @throws RefusedError `NOT_FOUND` */
export async function lockFund(db: Db, county: string): Promise<{ balance: string; frozen: string }> {
  return db.one('select balance, frozen from fund where county = $1 for update', [county]);
}

/** The first day overdue counts as one. */
function overdueDays({ overdue_since: since }: LoanRecord, on: string): number {
  return since === null || on < since ? 0 : daysBetween(since, on) + 1;
}

/**
 * Interest since the start of the period in which the loan matured, less what the bank reported as paid since then:
 * earlier periods were paid or the bank would have claimed them before.
 */
async function interestUnpaid(db: Db, context: StoreContext, loan: LoanRecord, on: string): Promise<string> {
  if (loan.disbursed_on === null || loan.matures_on === null || loan.annual_rate === null) return '0.00';
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  const { interestDays, dayCount } = productOf(pack, loan.product).repayment;
  const from = maxDate(loan.disbursed_on, periodStart(interestDays, loan.matures_on));
  if (on <= from) return '0.00';
  const { penaltyMultiplier } = pack.overdue;
  const terms = {
    loanId: loan.id,
    principal: loan.balance ?? '0.00',
    annualRate: loan.annual_rate,
    disbursementDate: from,
    maturityDate: maxDate(loan.matures_on, from),
  };
  const { totalInterest } = interestSchedule(terms, on, { interestDays, dayCount, penaltyMultiplier });
  const { paid } = await db.one<{ paid: string }>(
    `select coalesce(sum(interest), 0)::numeric(18,2)::text as paid from repayment where loan_id = $1 and booked and paid_on >= $2`,
    [loan.id, from],
  );
  return compareMoney(paid, totalInterest) >= 0 ? '0.00' : subtractMoney(totalInterest, paid);
}

/** This loan's part of the household's cap, given out in order of disbursement (calculations §5); undefined: no cap. */
async function poolPart(db: Db, rule: CompensationRule, loan: LoanRecord): Promise<string | undefined> {
  if (rule.principalCap === null) return undefined;
  const { earlier } = await db.one<{ earlier: string }>(
    `select coalesce(sum(balance), 0)::numeric(18,2)::text as earlier from loan
     where household_id = $1 and id <> $2 and (disbursed_on, id) < ($3::date, $2)`,
    [loan.household_id, loan.id, loan.disbursed_on],
  );
  const left = Decimal.max(parseMoney(rule.principalCap).minus(parseMoney(earlier)), 0);
  return formatMoney(Decimal.min(left, parseMoney(loan.balance ?? '0.00')));
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

export async function storeFigures(db: Db, claim: ClaimRecord, figures: ClaimFigures): Promise<string> {
  const hash = hashOf(claim.claim_no, figures);
  await db.run(
    `update claim set loss_base = $2, net_loss = $3, shares = $4::jsonb, uncovered = $5, fund_paid = $6, figures_hash = $7
     where id = $1`,
    [
      ...[
        claim.id,
        figures.lossBase,
        figures.netLoss,
        JSON.stringify(figures.shares),
        figures.uncoveredByScheme,
      ],
      ...[figures.shares['fund'] ?? '0.00', hash],
    ],
  );
  return hash;
}
