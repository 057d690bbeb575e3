import { z } from 'zod';
import type { OutboxDraft } from '../activities/loan-change.js';
import { DateSchema, MoneySchema, RateSchema, ShortText } from './common.schema.js';

/**
 * What Bangdai tells a bank, by kind: `data` of `POST <bank base>/messages`. All values are texts. Messages about a loan
 * also name the person, added just before sending and for the bank alone.
 */
const person = {
  name: ShortText.describe('借款人姓名'),
  idNumber: ShortText.describe('身份证号码'),
  phone: z.string().describe('联系电话，没有时为空'),
  account: z.string().describe('收款账号，没有时为空'),
};
const months = z
  .string()
  .regex(/^[1-9]\d{0,2}$/)
  .describe('期限（月）');

/** What the programme pays of the loan's interest, so that the bank's own list can agree with the platform's to the fen. */
const programmeTerms = {
  subsidyRate: RateSchema.optional().describe('财政贴息年利率：合同利率与方案规定取低'),
  subsidyRateSteps: z
    .string()
    .optional()
    .describe('贴息利率分段：自某日夜间起的年利率，“日期=利率”，逗号分隔'),
  subsidyShares: z
    .string()
    .optional()
    .describe('财政承担比例：计息至某日（含）为止的比例，“日期=比例”，逗号分隔，* 为其后'),
  principalCap: MoneySchema.optional().describe('本户每夜可贴息本金的上限（元）；没有时不限'),
  subsidyDayCap: z.string().optional().describe('本户累计贴息天数上限'),
  subsidyDaysUsed: z.string().optional().describe('本户此前（不在银行账上的贷款）已用贴息天数'),
  subsidyAmountCap: MoneySchema.optional().describe('本户累计贴息金额上限（元）'),
  subsidyAmountUsed: MoneySchema.optional().describe('本户此前（不在银行账上的贷款）已得贴息（元）'),
  suspendWhileOverdue: z.literal('true').optional().describe('逾期期间不贴息'),
  subsidiseAfterMaturity: z.literal('true').optional().describe('到期后仍贴息'),
  subsidyBasis: z
    .enum(['interestAccrued', 'interestPaid'])
    .optional()
    .describe('按应计利息，或不超过借款人已付利息'),
  interestDays: z.string().optional().describe('结息日（月-日），逗号分隔'),
  settleAt: z.enum(['quarter', 'payoff']).optional().describe('按季结算，或结清后一次结算'),
};

const DisbursementRequestData = z.object({
  amount: MoneySchema.describe('核定金额（元）'),
  termMonths: months,
  annualRate: RateSchema.optional().describe('合同年利率；缺参考利率时不给'),
  product: ShortText,
  requires: z.string().describe('放款前须具备的材料，逗号分隔'),
  reminder: z.literal('true').optional().describe('催办：已放款的不再放款'),
  householdNo: ShortText.describe('户编号：同一户的贷款共用贴息本金限额'),
  ...programmeTerms,
  previousLoanNo: ShortText.optional().describe('续贷时须同日结清的原贷款编号'),
  ...person,
});

const NoticeData = z.object({
  maturesOn: DateSchema.describe('到期日'),
  balance: MoneySchema.describe('余额（元）'),
  dueOn: DateSchema.describe('应通知之日'),
  ...person,
});

const paid = {
  orderNo: ShortText.describe('付款单号'),
  amount: MoneySchema.describe('拨付金额（元）'),
  paidOn: DateSchema.describe('到账日'),
};

export const bankMessages = {
  disbursementRequest: { zh: '请银行放款', data: DisbursementRequestData },
  disbursementCancelled: {
    zh: '撤销放款请求',
    data: z.object({ cause: z.enum(['lapsed', 'withdrawn']), ...person }),
  },
  maturityNotice: { zh: '到期前通知', data: NoticeData },
  writtenNotice: { zh: '到期前书面通知', data: NoticeData },
  extensionAdvice: {
    zh: '展期通知',
    data: z.object({ maturesOn: DateSchema.describe('新的到期日'), ...person }),
  },
  subsidyStopAdvice: {
    zh: '停止贴息通知',
    data: z.object({
      stopsOn: z.union([DateSchema, z.literal('')]).describe('自该日夜间起不再贴息；空为恢复贴息'),
      ...person,
    }),
  },
  settlementAdvice: {
    zh: '贴息资金已拨付',
    data: z.object({ settlementNo: ShortText, settleOn: DateSchema.describe('结息日'), ...paid }),
  },
  compensationAdvice: {
    zh: '风险补偿资金已拨付',
    data: z.object({ claimNo: ShortText, ...paid, ...person }),
  },
} as const satisfies Partial<Record<OutboxDraft['kind'], { zh: string; data: z.ZodType }>>;

export type BankMessageKind = keyof typeof bankMessages;
