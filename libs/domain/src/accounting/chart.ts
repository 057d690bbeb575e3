import { DomainError } from '../errors/domain-error.js';

/** What an account's last name part says: whose it is. `year` is the budget year, `account` another account's kind. */
export type AccountOwner = 'none' | 'bank' | 'loan' | 'party' | 'year' | 'account';

/**
 * What an account counts. `money`: yuan that lie in a bank account. `receivable` and `payable`: owed to and by the
 * programme. `source`: where money came from. `use`: what it went for. `memo`: a promise or a plan, no money; it always
 * stands against `memoOffset`, so that a memo figure can be drilled like any other and never touches real money.
 */
export type AccountClass = 'money' | 'receivable' | 'payable' | 'source' | 'use' | 'memo';

/** Chapter of the trial balance. */
export type AccountGroup =
  'lending' | 'appropriation' | 'riskFund' | 'bankReceivable' | 'householdReceivable' | 'recoveries' | 'clawback' | 'suspense' | 'memo'; // prettier-ignore

export interface AccountType {
  class: AccountClass;
  group: AccountGroup;
  owner: AccountOwner;
  /** The side on which the account grows. */
  grows: 'debit' | 'credit';
}

function account(
  group: AccountGroup,
  accountClass: AccountClass,
  owner: AccountOwner,
  grows: AccountType['grows'],
): AccountType {
  return { class: accountClass, group, owner, grows };
}

/**
 * The one chart of accounts; each county has its own copy of it. Not booked but figured from it: the fund's floor (a
 * share of the fund's balance on the first day of the quarter), what is left of an appropriation, the fund's leverage.
 */
export const CHART = {
  /** What the bank has lent (credit) and got back (debit): the mirror of its own books. */
  bankCash: account('lending', 'money', 'bank', 'credit'),
  loanInterestIncome: account('lending', 'source', 'loan', 'credit'),
  /** Balances that loans brought along when the platform took them over. */
  takenOver: account('lending', 'source', 'none', 'credit'),
  /** Principal that the household owes the bank. */
  loanPrincipal: account('householdReceivable', 'receivable', 'loan', 'debit'),
  /** What the household owes fund and guarantors, who paid the bank for it. */
  compensatedLoss: account('householdReceivable', 'receivable', 'loan', 'debit'),
  /** Subsidy money that arrived for a budget year and is not spent. */
  treasury: account('appropriation', 'money', 'year', 'debit'),
  appropriation: account('appropriation', 'source', 'year', 'credit'),
  subsidyPaid: account('appropriation', 'use', 'loan', 'debit'),
  /** The fund's free money at its bank; what is set aside for determined claims lies beside it. */
  riskFund: account('riskFund', 'money', 'bank', 'debit'),
  riskFundFrozen: account('riskFund', 'money', 'bank', 'debit'),
  fundCapital: account('riskFund', 'source', 'bank', 'credit'),
  fundInterest: account('riskFund', 'source', 'bank', 'credit'),
  /** What guarantors paid for losses and have not got back. */
  guarantorShare: account('riskFund', 'source', 'party', 'credit'),
  /** 风险分散补偿金: a pot of its own, which bears a share of the insurer's loss. */
  lossPool: account('riskFund', 'money', 'none', 'debit'),
  lossPoolCapital: account('riskFund', 'source', 'none', 'credit'),
  insuranceLossBorne: account('riskFund', 'use', 'none', 'debit'),
  /** What a bank holds for the county: subsidy of a payee whose account refused it, or paid in error. */
  bankReceivable: account('bankReceivable', 'receivable', 'bank', 'debit'),
  /** Got back of what fund and guarantors paid; `compensatedLoss` less this is still owed. */
  recoveries: account('recoveries', 'receivable', 'loan', 'credit'),
  lossWrittenOff: account('recoveries', 'use', 'loan', 'debit'),
  clawbackReceivable: account('clawback', 'receivable', 'loan', 'debit'),
  /** Paid above the balance: belongs to the borrower. */
  heldForReturn: account('suspense', 'payable', 'loan', 'credit'),
  /** Came in at the bank and belongs to nobody yet. */
  suspense: account('suspense', 'payable', 'bank', 'credit'),
  subsidyPlanned: account('memo', 'memo', 'year', 'debit'),
  fundTopUpDue: account('memo', 'memo', 'bank', 'debit'),
  memoOffset: account('memo', 'memo', 'account', 'credit'),
} as const satisfies Record<string, AccountType>;

export type AccountKind = keyof typeof CHART;

export const ACCOUNT_KINDS = Object.keys(CHART) as AccountKind[];

export function isAccountKind(text: string): text is AccountKind {
  return Object.hasOwn(CHART, text);
}

/**
 * `county/<code>/<kind>[/<owner>]`; a part with a slash would let one account pass for another.
 * @throws DomainError `BAD_ACCOUNT` also when an owner is missing or one too many
 */
export function accountName(county: string, kind: AccountKind, ...owner: string[]): string {
  const parts = [county, kind, ...owner];
  const wanted = CHART[kind].owner === 'none' ? 0 : 1;
  if (owner.length !== wanted || parts.some((part) => part === '' || /[\s/]/.test(part)))
    throw new DomainError('BAD_ACCOUNT');
  return ['county', ...parts].join('/');
}
