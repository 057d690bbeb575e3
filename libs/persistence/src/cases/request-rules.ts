import { labelOf, purposeLabels } from '@bangdai/contracts';
import { always, exposureMax, household, newMoney, outstanding, rateCap, type Rule } from './rule-facts.js';
import { monthsText, rangeText, rateText, yuanText } from './words.js';

/** What may be asked for, in the order of lifecycle §2. */
export const REQUEST_RULES: readonly Rule[] = [
  {
    ...{
      key: 'amount',
      title: '贷款金额',
      clause: 'amount',
      codes: ['AMOUNT_BELOW_MIN', 'AMOUNT_ABOVE_MAX'],
    },
    asked: ({ input }) => input.request.amount !== undefined,
    seen: ({ input }) => (input.request.amount === undefined ? null : yuanText(input.request.amount)),
    limit: ({ product }) =>
      product.amountMin === null && product.amountMax === null
        ? '不限'
        : `${product.amountMin === null ? '' : `${yuanText(product.amountMin)} 至 `}${product.amountMax === null ? '不限' : `${product.amountMin === null ? '不超过 ' : ''}${yuanText(product.amountMax)}`}`,
  },
  {
    ...{
      key: 'term',
      title: '贷款期限',
      clause: 'term',
      codes: ['TERM_BELOW_MIN', 'TERM_ABOVE_MAX'],
      asked: always,
    },
    seen: ({ input }) =>
      input.request.termMonths === undefined ? null : monthsText(input.request.termMonths),
    limit: ({ product }) => rangeText(String(product.termMonthsMin), String(product.termMonthsMax), '个月'),
  },
  {
    ...{ key: 'line', title: '授信期', clause: 'term', codes: ['LINE_EXPIRED', 'DRAW_BEYOND_LINE'] },
    asked: ({ product, input }) => product.line !== null && input.request.type === 'draw',
    seen: ({ input }) => (input.request.lineStart === undefined ? null : `授信自 ${input.request.lineStart}`),
    limit: ({ product }) => (product.line === null ? null : `${monthsText(product.line.lineMonths)}内`),
  },
  {
    ...{
      key: 'rate',
      title: '贷款利率',
      clause: 'rate',
      codes: ['RATE_ABOVE_CAP', 'RATE_NOT_EQUAL', 'REFERENCE_RATE_MISSING'],
    },
    asked: ({ input }) => input.request.annualRate !== undefined,
    seen: ({ input }) =>
      input.request.annualRate === undefined ? '银行尚未核定' : rateText(input.request.annualRate),
    limit: (facts) => {
      const cap = rateCap(facts);
      if (cap === null) return '以合同为准';
      return facts.product.rate.relation === 'equal' ? `等于 ${rateText(cap)}` : `不超过 ${rateText(cap)}`;
    },
  },
  {
    ...{
      key: 'purpose',
      title: '贷款用途',
      clause: 'purpose',
      codes: ['PURPOSE_BANNED', 'PURPOSE_UNKNOWN'],
      asked: always,
    },
    seen: ({ input }) =>
      input.request.purpose === undefined ? null : labelOf(purposeLabels, input.request.purpose),
    limit: ({ pack }) => pack.purposes.allowed.map((key) => labelOf(purposeLabels, key)).join('、'),
  },
  {
    ...{ key: 'oneBorrower', title: '一户一贷', clause: 'borrower', codes: ['OTHER_BORROWER_IN_HOUSEHOLD'] },
    asked: (facts) => household(facts) && facts.pack.eligibility.oneBorrowerPerHousehold,
    seen: ({ input }) => `本户其他借款人 ${input.applicant.otherBorrowersInHousehold ?? 0} 人`,
    limit: () => '每户一名借款人',
  },
  {
    ...{ key: 'exposure', title: '本户贷款合计', clause: 'amount', codes: ['HOUSEHOLD_EXPOSURE_ABOVE_MAX'] },
    asked: (facts) => newMoney(facts) && exposureMax(facts) !== null,
    seen: (facts) =>
      `本户余额 ${yuanText(outstanding(facts))}，本次 ${yuanText(facts.input.request.amount ?? '0.00')}`,
    limit: (facts) => `合计不超过 ${yuanText(exposureMax(facts) ?? '0.00')}`,
  },
  {
    ...{ key: 'topUp', title: '追加贷款', clause: 'topUp', codes: ['TOP_UP_NOT_ALLOWED'] },
    asked: ({ input }) => input.request.type === 'topUp',
    seen: () => '追加贷款',
    limit: ({ pack }) => (pack.topUp === null ? '不允许' : '允许'),
  },
  {
    ...{ key: 'payoff', title: '前一笔贷款', clause: 'repeat', codes: ['PREVIOUS_LOAN_NOT_PAID_OFF'] },
    asked: ({ pack, product, input }) =>
      pack.repeatLoan.requirePayoff &&
      product.line === null &&
      ['new', 'repeat', 'draw'].includes(input.request.type),
    seen: (facts) => `本户余额 ${yuanText(outstanding(facts))}`,
    limit: () => '前一笔已结清',
  },
  {
    ...{
      key: 'renewal',
      title: '续贷',
      clause: 'renewal',
      codes: ['RENEWAL_NOT_ALLOWED', 'RENEWAL_LIMIT_REACHED', 'AFTER_MATURITY'],
    },
    asked: ({ input }) => input.request.type === 'renewal',
    seen: ({ input }) =>
      `已续贷或展期 ${input.request.renewalsUsed ?? 0} 次，原到期日 ${input.request.currentMaturity ?? '—'}`,
    limit: ({ pack }) =>
      pack.renewal.renewalAllowed ? `合计不超过 ${pack.renewal.maxTotal} 次，到期前申请` : '不允许',
  },
];
