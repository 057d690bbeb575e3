import { Decimal } from '@bangdai/domain';

/** `'30000.00'` → `30,000.00 元`. */
export function yuanText(amount: string): string {
  const [whole = '0', fen = '00'] = amount.split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${fen} 元`;
}

/** `'0.0345'` → `3.45%`, at least two decimals. */
export function rateText(rate: string): string {
  const percent = new Decimal(rate).times(100);
  return `${percent.toFixed(Math.max(2, percent.decimalPlaces()))}%`;
}

export const monthsText = (months: number): string => `${months} 个月`;

/** `18–65 周岁`, `不超过 60 周岁`, `不限`. */
export function rangeText(min: string | null, max: string | null, unit: string): string {
  if (min !== null && max !== null) return `${min}–${max} ${unit}`;
  if (max !== null) return `不超过 ${max} ${unit}`;
  return min === null ? '不限' : `不低于 ${min} ${unit}`;
}
