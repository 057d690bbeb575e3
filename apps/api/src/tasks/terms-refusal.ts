import type { TermsVerdict } from '@bangdai/contracts/http';
import { Decimal } from '@bangdai/domain';
import { GuidedRefusal } from '../http/problem.js';

/** `'0.0395'` as `3.95%`, with at least two decimals and nothing rounded away. */
export function percentText(rate: string): string {
  const percent = new Decimal(rate).times(100);
  return `${percent.toFixed(Math.max(2, percent.decimalPlaces()))}%`;
}

/** What is wrong with the terms, and the bound to keep to; null when nothing is. */
export function termsRefusal(verdict: TermsVerdict): GuidedRefusal | null {
  const { code, field } = verdict;
  if (code === null) return null;
  const fields = field === null ? [] : [{ pointer: `/approvedTerms/${field}`, code }];
  return new GuidedRefusal(code, { hint: hintOf(verdict), fields });
}

function hintOf({ field, rateCap, guide }: TermsVerdict): string {
  if (field === 'annualRate') {
    if (rateCap === null) return '请先由系统管理员补录参考利率。';
    return `${guide.relation === 'equal' ? '规定利率' : '利率上限'} ${percentText(rateCap)}。`;
  }
  if (field === 'termMonths') return `期限应为 ${guide.termMonthsMin} 至 ${guide.termMonthsMax} 个月。`;
  return `申请金额 ${guide.amountMax} 元。`;
}
