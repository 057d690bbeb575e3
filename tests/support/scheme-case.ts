import type { ApplicationForm } from '@bangdai/contracts/http';

/** What a county's plan and its seed say about one loan of 30,000.00 over twelve months, in figures and days. */
export interface SchemeCase {
  county: string;
  /** Folder of a pack that the platform does not bring itself. */
  packDirs?: string[];
  /** What an applicant of this county brings. */
  form: Partial<ApplicationForm>;
  /** Desks in order, after the application; `publicity` stands for its seven days. */
  chain: { step: string; role: string; opinion?: boolean }[];
  annualRate: string;
  /** One quarter: disbursed on 5 May, settled on 20 June. */
  subsidy: {
    /** Paid off before the settlement, where a scheme settles at payoff. */
    payoffOn?: string;
    interest: string;
    nights: number;
    amount: string;
    payee: 'bank' | 'borrower';
    /** `publicity` stands for the pack's days between determination and payment. */
    flow: { step: string; role: string; decision?: 'approve' | 'complete'; documents?: string[] }[];
  };
  checksBy: string;
  claim: {
    cause: string;
    role: string;
    /** Days after maturity on which it can be filed. */
    insurance?: string;
    chain: { step: string; role: string }[];
    lossBase: string;
    netLoss: string;
    shares: Record<string, string>;
    fundPaid: string;
    recovery: { amount: string; shares: Record<string, string> };
  };
  /** Golden vectors that go through the product: those settled on a day, and those claimed. */
  vectors?: { settled: Record<string, string[]>; claimed: string[] };
}

/** Principal of every loan of the scheme tests. */
export const amount = '30000.00';
