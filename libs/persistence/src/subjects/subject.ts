/** What tasks, history and payments belong to. */
export interface Subject {
  kind: 'loan' | 'settlement' | 'claim' | 'import' | 'fund';
  id: string;
  no: string;
  county: string;
  /** The loan behind a claim, or the loan itself. */
  loanId: string | null;
}
