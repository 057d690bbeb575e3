import type { CivilDate } from '../calendar/civil-date.js';
import { assertBalanced, postingsOf, type JournalEntry, type JournalKind } from './journal.js';

/** What every entry needs: an id, the county whose books it stands in, its day. */
export interface CountyBooking {
  id: string;
  county: string;
  on: CivilDate;
}

/** A movement at one bank of the county. */
export type BankBooking = CountyBooking & { bank: string };

export type LoanBooking = BankBooking & { loanId: string };

export function entryOf(
  { id, on }: CountyBooking,
  kind: JournalKind,
  sides: Parameters<typeof postingsOf>[0],
): JournalEntry {
  return assertBalanced({ id, kind, on, postings: postingsOf(sides) });
}
