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

const DisbursementRequestData = z.object({
  amount: MoneySchema.describe('核定金额（元）'),
  termMonths: months,
  annualRate: RateSchema.optional().describe('合同年利率；缺参考利率时不给'),
  product: ShortText,
  requires: z.string().describe('放款前须具备的材料，逗号分隔'),
  reminder: z.literal('true').optional().describe('催办：已放款的不再放款'),
  householdNo: ShortText.describe('户编号：同一户的贷款共用贴息本金限额'),
  subsidyRate: RateSchema.optional().describe('财政贴息年利率：合同利率与方案规定取低'),
  principalCap: MoneySchema.optional().describe('本户每夜可贴息本金的上限（元）；没有时不限'),
  settleAt: z.enum(['quarter', 'payoff']).optional().describe('按季结算，或结清后一次结算'),
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
