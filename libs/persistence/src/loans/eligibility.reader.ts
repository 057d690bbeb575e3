import type { Verdict } from '@bangdai/contracts';
import {
  checkEligibility,
  checkIdNumber,
  DomainError,
  type EligibilityInput,
  type RequestType,
} from '@bangdai/domain';
import { isListed } from '../compensations/debtor-listing.js';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from './loan.record.js';

interface HouseholdState {
  outstanding: string;
  other_borrowers: number;
  previous_late: boolean;
  late_cause: string | null;
  line_start: string | null;
}

/** What the village established and the form says, without anything that names the person. */
export interface ApplicationFacts {
  rated: boolean;
  grade: string | null;
  badCredit: boolean;
  blacklist: string | null;
  civilCapacity: boolean;
  willing: boolean;
  ableToRepay: boolean;
  inAreaList: boolean;
  isFamilyMember: boolean;
  matchedHouseholds?: number;
}

/** Terms asked for; those of the form unless a request in service names others. */
export interface RequestedTerms {
  type: RequestType;
  amount?: string;
  termMonths: number;
  applicationDate: string;
  checkDate?: string;
}

/** Every reason against the request, by the loan's own pack version; needs the household's row lock. */
export async function eligibilityReasons(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  terms: RequestedTerms,
): Promise<string[]> {
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  const input = await eligibilityInput(db, context, loan, terms);
  try {
    return [...checkEligibility(pack, context.rates, input).reasons];
  } catch (error) {
    if (error instanceof DomainError) return [error.code];
    throw error;
  }
}

export async function eligibilityInput(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  terms: RequestedTerms,
): Promise<EligibilityInput> {
  const [state, facts, previous] = [
    await householdState(db, loan),
    await applicationFacts(db, loan.id),
    await previousLoan(db, loan, terms.type),
  ];
  return {
    product: loan.product,
    applicationDate: terms.applicationDate,
    checkDate: terms.checkDate,
    breakerTripped: await isBreakerTripped(db, loan),
    applicant: {
      ...facts,
      blacklist: (await isListed(db, loan.county, loan.household_id)) ? 'malicious' : facts.blacklist,
      group: loan.target_group,
      birthDate: await birthDateOf(db, context, loan.person_id),
      householdOutstanding: state.outstanding,
      otherBorrowersInHousehold: state.other_borrowers,
      previousLate: state.previous_late,
      previousLateCause: state.late_cause,
    },
    request: {
      type: terms.type,
      amount: terms.amount,
      termMonths: terms.termMonths,
      purpose: loan.purpose,
      annualRate:
        (terms.checkDate === undefined ? loan.requested_rate : (loan.approved_rate ?? loan.requested_rate)) ??
        undefined,
      lineStart: state.line_start ?? undefined,
      currentMaturity: previous?.matures_on ?? undefined,
      renewalsUsed: previous?.renewals_used ?? 0,
      oldLoanOutstanding: previous?.balance ?? undefined,
    },
  };
}

/**
 * All other loans of the household: what is outstanding, who else borrows, whether one was ever late. A converted loan has
 * left the programme and counts for none of its limits (lifecycle §3). A draw is bound by the line that it draws on: that of
 * the loan it names, else the last one opened.
 */
async function householdState(db: Db, loan: LoanRecord): Promise<HouseholdState> {
  return db.one<HouseholdState>(
    `select coalesce(sum(l.balance) filter (where l.stage <> 'converted'), 0)::numeric(18,2)::text as outstanding,
       (count(distinct l.person_id) filter (where l.balance > 0 and l.stage <> 'converted' and l.person_id <> $3))::int
         as other_borrowers,
       coalesce(bool_or(l.overdue_since is not null and l.person_id = $3), false) as previous_late,
       (select c.cause from claim c join loan o on o.id = c.loan_id
        where o.household_id = $1 order by c.filed_on desc nulls last limit 1) as late_cause,
       max(l.disbursed_on) filter (where l.product = $4 and l.request_type in ('new', 'repeat') and l.disbursed_on <= coalesce(
         (select p.disbursed_on from loan p where p.id = $5), l.disbursed_on)) as line_start
     from loan l where l.household_id = $1 and l.id <> $2`,
    [loan.household_id, loan.id, loan.person_id, loan.product, loan.previous_loan_id],
  );
}

async function applicationFacts(db: Db, loanId: string): Promise<Partial<ApplicationFacts>> {
  const row = await db.maybe<{ facts: ApplicationFacts }>(
    'select facts from application where loan_id = $1',
    [loanId],
  );
  return row?.facts ?? {};
}

/** A renewal looks at the loan that it pays off, an extension at the loan itself. */
async function previousLoan(
  db: Db,
  loan: LoanRecord,
  type: RequestType,
): Promise<Pick<LoanRecord, 'matures_on' | 'renewals_used' | 'balance'> | null> {
  if (type === 'extension' || (type === 'renewal' && loan.disbursed_on !== null)) return loan;
  if (loan.previous_loan_id === null) return null;
  return db.maybe('select matures_on, renewals_used, balance from loan where id = $1', [
    loan.previous_loan_id,
  ]);
}

async function birthDateOf(db: Db, { vault }: StoreContext, personId: string): Promise<string | undefined> {
  const person = await db.one<{ id_number_enc: Buffer }>('select id_number_enc from person where id = $1', [
    personId,
  ]);
  const idNumber = vault.open(
    { table: 'person', column: 'id_number', rowId: personId },
    person.id_number_enc,
  );
  return checkIdNumber(idNumber).birthDate;
}

/** Tripped and probation both stop new lending in the unit; a village inside a stopped township stops with it. */
async function isBreakerTripped(db: Db, loan: LoanRecord): Promise<boolean> {
  const { tripped } = await db.one<{ tripped: boolean }>(
    `select exists (select 1 from breaker_state where county = $1 and state <> 'normal' and bank in ('', $3)
       and (place = '' or place = $2 or starts_with($2, place || '/'))) as tripped`,
    [loan.county, loan.place, loan.bank],
  );
  return tripped;
}

export async function hasOtherOpenApplication(db: Db, loan: LoanRecord): Promise<boolean> {
  const { open } = await db.one<{ open: boolean }>(
    `select exists (select 1 from loan where household_id = $1 and id <> $2
       and stage in ('inReview', 'publicity', 'investigation', 'approved', 'suspended')) as open`,
    [loan.household_id, loan.id],
  );
  return open;
}

export function verdictOf(reasons: string[]): Verdict {
  if (reasons.length === 0) return { accepted: true, code: null, reasons: [] };
  const single = reasons.length === 1 ? reasons[0] : undefined;
  return { accepted: false, code: single === 'LEVERAGE_EXCEEDED' ? single : 'NOT_ELIGIBLE', reasons };
}
