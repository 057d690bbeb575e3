import type { AgendaRow } from '@bangdai/contracts/http';

/** So many coming items are shown at once; the rest is one click away. */
export const AHEAD_SHOWN = 8;

export interface AgendaView {
  ahead: AgendaRow[];
  /** What is over, or lies before the platform took the loan on. */
  behind: AgendaRow[];
}

/** Splits the calendar of a loan at today; what lies on a desk stays in sight until it is done. */
export function splitAgenda(rows: readonly AgendaRow[], today: string): AgendaView {
  const isAhead = (row: AgendaRow) => row.status === 'open' || (row.status === 'planned' && row.on >= today);
  const sorted = [...rows].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return { ahead: sorted.filter(isAhead), behind: sorted.filter((row) => !isAhead(row)) };
}
