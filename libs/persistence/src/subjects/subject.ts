/** What tasks, history and payments belong to. */
export interface Subject {
  kind: 'loan' | 'settlement' | 'claim' | 'clawback' | 'import' | 'fund';
  id: string;
  no: string;
  county: string;
  /** The loan behind a claim or a clawback, or the loan itself. */
  loanId: string | null;
}
