/** Chinese for the codes that a calculation answers with. */
const LABELS: Readonly<Record<string, string>> = {
  PACK_NOT_EFFECTIVE: '申请日不在政策有效期内',
  AMOUNT_BELOW_MIN: '金额低于下限',
  AMOUNT_ABOVE_MAX: '金额高于上限',
  GRADE_LIMIT_EXCEEDED: '超过等级额度',
  TERM_BELOW_MIN: '期限短于下限',
  TERM_ABOVE_MAX: '期限长于上限',
  RATE_ABOVE_CAP: '利率高于上限',
  RATE_NOT_EQUAL: '利率不等于规定利率',
  HOUSEHOLD_EXPOSURE_ABOVE_MAX: '超过每户余额上限',
  REFERENCE_RATE_MISSING: '该日期没有参考利率',
  TERM_ABOVE_TIERS: '期限超过利率分档',
  CONTRACT_RATE_MISSING: '须用 --rate 给出合同利率',
  PRODUCT_UNKNOWN: '没有这个产品',
  CALENDAR_NOT_PUBLISHED: '该年的工作日历尚未公布',
  BAD_AMOUNT: '金额不正确',
  BAD_DATE: '日期不正确',
};

export function reasonLabel(code: string): string {
  return Object.hasOwn(LABELS, code) ? (LABELS[code] ?? code) : code;
}
