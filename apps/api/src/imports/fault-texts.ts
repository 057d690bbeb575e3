/** Faults of one cell: stable code and the sentence that people read. No text quotes the cell. */
export const faultTexts = {
  missingName: '缺少借款人姓名',
  missingCell: '缺少必填内容',
  textTooLong: '内容过长',
  idLength: '身份证号码应为18位',
  idDate: '身份证号码中的出生日期不存在',
  idCheckDigit: '身份证号码校验码不正确',
  ageBelowMin: '借款时年龄低于方案下限',
  ageAboveMax: '借款时年龄超过方案上限',
  bannedPurpose: '借款用途属于方案禁止的范围',
  amountText: '金额应填写数字，不能用文字或大写',
  amountNotPositive: '金额应大于零',
  amountOverLimit: '金额超过方案的最高限额',
  amountUnderLimit: '金额低于方案的最低限额',
  balanceOverAmount: '余额大于合同金额',
  rateText: '利率应为小数，例如 0.0395',
  dateText: '日期无法识别',
  dateFuture: '日期晚于数据截止日',
  dateOrder: '还款时间不晚于借款时间',
  termOverLimit: '借款期限超过方案的最长期限',
  daysMismatch: '借款天数与借款时间、还款时间不符',
  overdueOrder: '逾期起始日不晚于到期日',
  duplicateRow: '与前面的行重复',
  otherBank: '不是本行的贷款，应由县主管部门或该行上传',
  subsidyDaysText: '已享受贴息天数应为整数',
} as const;

export const warningTexts = {
  unknownPurpose: '借款用途不在方案的用途表内，按存量贷款保留',
  unknownTargetGroup: '对象类别不在方案内，按存量贷款保留',
  unknownBank: '未登记的银行，按主责任银行处理',
  rateAssumed: '台账未列利率，按借款日的利率上限计',
} as const;

export type FaultCode = keyof typeof faultTexts;
export type WarningCode = keyof typeof warningTexts;
