import {
  DomainError,
  formatMoney,
  fromWan,
  isCivilDate,
  parseMoney,
  type CivilDate,
  type Money,
} from '@bangdai/domain';
import { textOf, type Cell } from './portfolio-table.js';

/** Amount of a cell in yuan; null when it is not written as a number. 万元 cells hold up to six decimals. */
export function readAmount(cell: Cell, unit: 'yuan' | 'wan'): Money | null {
  const text = textOf(cell).replace(/,/g, '');
  try {
    return unit === 'wan' ? fromWan(text) : formatMoney(parseMoney(text));
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** A yearly rate as decimal fraction: `0.0395`, or `3.95%`. */
export function readRate(cell: Cell): string | null {
  const text = textOf(cell);
  if (/^0\.\d{1,6}$/.test(text)) return text;
  const percent = /^(\d{1,2})(?:\.(\d{1,4}))?%$/.exec(text);
  if (!percent) return null;
  const digits = `${(percent[1] ?? '').padStart(2, '0')}${percent[2] ?? ''}`;
  return `0.${digits}`;
}

/** A day: a real date cell (its clock is ignored) or text as `2024-1-5`, `2024/1/5`, `2024年1月5日`, `20240105`. */
export function readDate(cell: Cell): CivilDate | null {
  if (cell instanceof Date) {
    const day = Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
    return isCivilDate(day) ? day : null;
  }
  const text = textOf(cell);
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  const day = `${match[1]}-${(match[2] ?? '').padStart(2, '0')}-${(match[3] ?? '').padStart(2, '0')}`;
  return isCivilDate(day) ? day : null;
}

/** A whole number of days; null when the cell is no such number. */
export function readDays(cell: Cell): number | null {
  const text = textOf(cell);
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}
