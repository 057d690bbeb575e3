import type { CivilDate, PolicyPack, ReferenceRates } from '@bangdai/domain';

/** What a county's pack says about rows of a portfolio; nothing here is particular to one scheme. */
export interface ImportRules {
  pack: PolicyPack;
  product: string;
  rates: ReferenceRates;
  /** Balances of the file hold on this day; no loan can begin later. */
  asOf: CivilDate;
  /** Bank of rows in files that name none. */
  defaultBank: string;
  /** Codes and names of the county's banks; a loan of another bank is booked with the main one. */
  knownBanks: readonly string[];
  /** Whether a bank's person uploads a row of another bank. */
  isOtherBank(bankName: string): boolean;
  /** Keyed hash for loan numbers of files that have none: the same row always gets the same number. */
  keyOf(value: string): string;
}

/** Portfolios hold household loans; a pack without a household product imports its first one. */
export function importedProduct(pack: PolicyPack): string {
  const entries = Object.entries(pack.products);
  const household = entries.find(([, product]) => product.borrowerKind === 'household');
  return (household ?? entries[0])?.[0] ?? '';
}
