/** Signal `loanDisbursed`. */
export interface LoanDisbursed {
  inboxId: string;
  contractNo: string;
  amount: string;
  annualRate: string;
  disbursedOn: string;
  maturesOn: string;
  /** Day on which the bank's report came in; absent where nobody asks how late it is. */
  reportedOn?: string;
}

/** Signal `repaymentReceived`. */
export interface RepaymentReceived {
  inboxId: string;
  receiptNo: string;
  paidOn: string;
  principal: string;
  interest: string;
  /** Day on which the bank's report came in; absent where nobody asks how late it is. */
  reportedOn?: string;
}

/** Signal `overdueNoticed`: the bank's own notice of arrears, or that those since this day are paid up. */
export interface OverdueNoticed {
  inboxId: string;
  overdueSince: string;
  /** First day that is no longer in arrears; absent while they last. */
  curedOn?: string;
}

/** Signal `claimProgressed`, sent by the compensation workflow. */
export interface ClaimProgressed {
  claimId: string;
  claimNo: string;
  outcome: 'filed' | 'refused' | 'withdrawn' | 'paid' | 'recovering' | 'recovered' | 'closed';
}

/** Signal `renewalDisbursed`, sent by the workflow of the loan that renews this one. */
export interface RenewalDisbursed {
  newLoanNo: string;
  /** What the new loan pays of the old one; at most its balance is used. */
  amount: string;
  disbursedOn: string;
}
