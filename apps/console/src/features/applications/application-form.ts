import type { CountyView, Me } from '@bangdai/contracts/http';
import { checkIdNumber, compareMoney, moneyInCapitals } from '@bangdai/domain';
import { typedMoney } from '../../ui/format';

/** The form as it is typed: amounts as text in yuan, everything of the village's finding as ticks. */
export interface ApplicationValues {
  product: string;
  requestType: string;
  previousLoanId?: string;
  bank?: string;
  appliedOn: string;
  name: string;
  idNumber: string;
  phone: string;
  account?: string;
  township: string;
  village: string;
  group?: string;
  householdNo?: string;
  targetGroup: string;
  education: string;
  amount: string;
  termMonths: number;
  purpose: string;
  purposeText?: string;
  existingDebt: string;
  findings: string[];
  grade?: string;
  blacklist?: 'malicious' | 'nonMalicious';
  matchedHouseholds?: number;
  documents: string[];
}

/** What the village establishes; ticked means yes. */
export const findingNames: Record<string, string> = {
  rated: '已评级授信',
  civilCapacity: '具备完全民事行为能力',
  willing: '有贷款意愿',
  ableToRepay: '有还款能力',
  inAreaList: '在实施区域名单内',
  badCredit: '有不良信用记录',
  isFamilyMember: '由家庭成员代为申请',
};

export const usualFindings = ['rated', 'civilCapacity', 'willing', 'ableToRepay', 'inAreaList'];
export const educations = ['文盲或半文盲', '小学', '初中', '高中', '中专', '大专及以上'];

export interface Derived {
  age: number;
  sex: '男' | '女';
}

/** Age in completed years on the day of the application, and sex, both from the number; null while it is not right. */
export function derivedFrom(idNumber: string | undefined, on: string | undefined): Derived | null {
  const check = checkIdNumber(idNumber ?? '');
  if (!check.ok || check.birthDate === undefined || on === undefined) return null;
  const years = Number(on.slice(0, 4)) - Number(check.birthDate.slice(0, 4));
  const hadBirthday = on.slice(5) >= check.birthDate.slice(5);
  return { age: hadBirthday ? years : years - 1, sex: check.sex === 'male' ? '男' : '女' };
}

export function idNumberFault(text: string | undefined): string | null {
  if (text === undefined || text.trim() === '') return '请输入身份证号码';
  const length = text.trim().length;
  if (length !== 18) return `应为 18 位，现为 ${length} 位`;
  return checkIdNumber(text).ok ? null : '身份证号码不正确，请核对（校验位或出生日期有误）';
}

/** 大写 of what is typed so far; empty while it is no amount. */
export function capitalsOf(text: string | undefined): string {
  const amount = typedMoney(text ?? '');
  return amount === null ? '' : moneyInCapitals(amount);
}

export function amountFault(text: string | undefined, max: string | null): string | null {
  const amount = typedMoney(text ?? '');
  if (amount === null) return '请输入金额（元），最多两位小数';
  if (compareMoney(amount, '0.00') <= 0) return '金额必须大于零';
  return max !== null && compareMoney(amount, max) > 0 ? '超过本方案的最高限额' : null;
}

/** Township and village of the person who fills in the form; these cannot be changed. */
export function homePlace(me: Pick<Me, 'place'>): { township?: string; village?: string } {
  const [township, village] = me.place.split('/');
  if (township === undefined || township === '') return {};
  return village === undefined ? { township } : { township, village };
}

/** The request of the API: typed amounts made exact, ticks made facts, empty fields left out. */
export function applicationBody(
  values: ApplicationValues,
  county: Pick<CountyView, 'code'>,
): Record<string, unknown> {
  const has = new Set(values.findings);
  const {
    findings: _ticks,
    grade,
    blacklist,
    matchedHouseholds,
    previousLoanId,
    householdNo,
    bank,
    ...form
  } = values;
  return {
    ...form,
    county: county.code,
    idNumber: values.idNumber.trim().toUpperCase(),
    amount: typedMoney(values.amount) ?? values.amount,
    existingDebt: typedMoney(values.existingDebt) ?? values.existingDebt,
    previousLoanId: previousLoanId ?? null,
    ...(householdNo === undefined || householdNo.trim() === '' ? {} : { householdNo }),
    ...(bank === undefined ? {} : { bank }),
    facts: {
      ...Object.fromEntries(Object.keys(findingNames).map((key) => [key, has.has(key)])),
      grade: grade?.trim() || null,
      blacklist: blacklist ?? null,
      ...(matchedHouseholds === undefined ? {} : { matchedHouseholds }),
    },
  };
}
