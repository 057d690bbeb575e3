import type { BudgetForecast, BudgetView } from '@bangdai/contracts/http';
import { z } from 'zod';
import { day, money, rate } from './primitives.js';

export const BudgetViewSchema = z
  .object({
    county: z.string(),
    countyName: z.string(),
    year: z.number().int(),
    planned: money,
    arrived: money,
    spent: money,
    ordered: money.describe('已发出、国库尚未回复的拨付指令'),
    available: money.describe('到位减去已支出和已发出'),
    waiting: money.describe('已审定、尚未拨付'),
    entries: z.array(
      z.object({
        kind: z.enum(['planned', 'arrived']),
        amount: money,
        day,
        documentNo: z.string(),
        byName: z.string().nullable(),
      }),
    ),
    spentByMonth: z.array(z.object({ month: z.string(), spent: money })),
  })
  .meta({ id: 'BudgetView' }) satisfies z.ZodType<BudgetView>;

export const BudgetForecastSchema = z
  .object({
    county: z.string(),
    year: z.number().int(),
    quarters: z.number().int(),
    lines: z.array(
      z.object({
        cohort: z.string().describe('贷款发放年度'),
        loans: z.number().int(),
        balance: money,
        annualRate: rate,
        estimate: money,
      }),
    ),
    total: money,
  })
  .meta({ id: 'BudgetForecast' }) satisfies z.ZodType<BudgetForecast>;
