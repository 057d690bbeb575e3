import { isCivilDate, isMoney } from '@bangdai/domain';
import { z } from 'zod';

/** An object that refuses unknown fields; `note` is free text for display and allowed anywhere (policy-pack, head). */
export function strict<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject({ ...shape, note: z.string().nullish() });
}

export const money = z
  .string()
  .refine((value) => isMoney(value) && /\.\d{2}$/.test(value) && !value.startsWith('-'), {
    message: '应为金额（元，两位小数，如 "50000.00"）',
  });

export const civilDate = z
  .string()
  .refine((value) => isCivilDate(value), { message: '应为存在的日期（如 "2024-01-31"）' });

/** A decimal fraction such as `"0.0395"`. */
export const decimal = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,12})?$/, { message: '应为小数字符串（如 "0.0395"）' });

/** Points may be taken off as well as given. */
export const signedDecimal = z
  .string()
  .regex(/^-?\d{1,9}(\.\d{1,12})?$/, { message: '应为小数字符串（如 "3"）' });

/** A share or a rate: 0 to 1. */
export const fraction = decimal.refine((value) => Number(value) <= 1, { message: '应在 0 到 1 之间' });

export const key = z.string().regex(/^\S+$/, { message: '应为代码（不含空格）' });
export const text = z.string().min(1);
export const count = z.number().int().min(0);
export const positive = z.number().int().min(1);
