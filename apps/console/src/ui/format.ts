import { toWan } from '@bangdai/domain';

/** `'1234567.80'` → `'1,234,567.80'`; works on the text, so no fen is ever rounded. */
export function thousands(amount: string): string {
  const negative = amount.startsWith('-');
  const [yuan = '0', fen] = amount.replace('-', '').split('.');
  const grouped = yuan.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${negative ? '-' : ''}${grouped}${fen === undefined ? '' : `.${fen}`}`;
}

/** Yuan with its unit, or a dash when there is none yet. */
export const yuan = (amount: string | null | undefined): string =>
  amount === null || amount === undefined || amount === '' ? '—' : `${thousands(amount)} 元`;

/** 万元 as a number, for the length of a bar alone: never shown as a figure nor added up. */
export const wanForChart = (amount: string): number => Number(toWan(amount));

/** Shifts the decimal point of a plain decimal text by `places` to the right (negative: left), exactly. */
function shiftPoint(text: string, places: number): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const digits = whole + fraction;
  const point = whole.length + places;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = point <= 0 ? 1 : point;
  const shifted = `${padded.slice(0, at)}.${padded.slice(at)}`.replace(/^0+(?=\d)/, '');
  return shifted.replace(/\.?0+$/, '') || '0';
}

/** `'0.0395'` → `'3.95%'`, at least two decimals. */
export function percent(rate: string | null | undefined): string {
  if (rate === null || rate === undefined || rate === '') return '—';
  const [whole = '0', fraction = ''] = shiftPoint(rate, 2).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}%`;
}

/** What a person types in a percent field (`'3.95'`) as the contract's fraction (`'0.0395'`); null when it is no rate. */
export function percentToRate(text: string): string | null {
  const value = text.trim();
  if (!/^\d{1,2}(\.\d{1,4})?$/.test(value)) return null;
  return shiftPoint(value, -2);
}

/** `'50000'`, `'50,000.5'` → `'50000.00'`, `'50000.50'`; null when it is no amount in yuan. */
export function typedMoney(text: string): string | null {
  const value = text.replace(/[,，\s]/g, '');
  if (!/^\d{1,13}(\.\d{0,2})?$/.test(value)) return null;
  const [whole = '0', fen = ''] = value.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${fen.padEnd(2, '0')}`;
}

const SHANGHAI = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** An instant as Beijing time to the minute: `2026-11-24 16:05`. A plain day stays as it is. */
export function instant(at: string | null | undefined): string {
  if (at === null || at === undefined || at === '') return '—';
  if (/^\d{4}-\d{2}-\d{2}$/.test(at)) return at;
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : SHANGHAI.format(time).replace(',', '');
}

/** The day of an instant in Beijing. */
export const dayOf = (at: string): string => instant(at).slice(0, 10);

/** Today in Beijing, whatever the clock of the office computer is set to. */
export const today = (now: Date = new Date()): string => SHANGHAI.format(now).slice(0, 10);

/** Whole days from `from` to `to`, both days. */
export function daysBetween(from: string, to: string): number {
  return Math.round(
    (Date.parse(`${to.slice(0, 10)}T00:00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00:00Z`)) / 86_400_000,
  );
}

/** `day` moved by whole months, the last day of a shorter month at most. */
export function shiftMonth(month: string, by: number): string {
  const [year = 0, index = 1] = month.slice(0, 7).split('-').map(Number);
  const total = year * 12 + (index - 1) + by;
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${String((total % 12) + 1).padStart(2, '0')}`;
}

export const fileSize = (bytes: number | null): string => {
  if (bytes === null) return '—';
  return bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
};
