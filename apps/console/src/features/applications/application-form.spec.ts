import { describe, expect, it } from '@jest/globals';
import { ApplicationRequest } from '@bangdai/contracts/http';
import {
  amountFault,
  applicationBody,
  capitalsOf,
  derivedFrom,
  homePlace,
  idNumberFault,
  usualFindings,
  type ApplicationValues,
} from './application-form';

/** Region 509999 does not exist: invented people only. */
const woman = '509999200104022145';

const values: ApplicationValues = {
  product: 'household',
  requestType: 'new',
  bank: 'main',
  appliedOn: '2026-11-24',
  name: '周伟德',
  idNumber: woman,
  phone: '19985710309',
  township: '龙兴镇',
  village: '北山村',
  targetGroup: 'liftedPoor',
  education: '高中',
  amount: '50,000',
  termMonths: 36,
  purpose: 'breeding',
  existingDebt: '0',
  findings: usualFindings,
  documents: [],
};

describe('derivedFrom', () => {
  it('takes age in completed years and sex from the number', () => {
    expect(derivedFrom(woman, '2026-04-01')).toEqual({ age: 24, sex: '女' });
    expect(derivedFrom(woman, '2026-04-02')).toEqual({ age: 25, sex: '女' });
    expect(derivedFrom('509999200104022146', '2026-04-02')).toBeNull();
    expect(derivedFrom(undefined, '2026-04-02')).toBeNull();
  });
});

describe('live checks', () => {
  it('tells a short number from a wrong one', () => {
    expect(idNumberFault('')).toBe('请输入身份证号码');
    expect(idNumberFault('5099992001')).toBe('应为 18 位，现为 10 位');
    expect(idNumberFault('509999200104022146')).toContain('不正确');
    expect(idNumberFault(woman)).toBeNull();
    expect(idNumberFault('50999919890110571x')).toBeNull();
  });

  it('writes the amount in capitals once it is one', () => {
    expect(capitalsOf('50000')).toBe('伍万元整');
    expect(capitalsOf('五')).toBe('');
    expect(amountFault('60000', '50000.00')).toBe('超过本方案的最高限额');
    expect(amountFault('50000', null)).toBeNull();
  });
});

describe('applicationBody', () => {
  it('is a request that the API takes', () => {
    const body = applicationBody(values, { code: 'yubei-2021' });
    const parsed = ApplicationRequest.parse(body);
    expect(parsed).toMatchObject({
      county: 'yubei-2021',
      amount: '50000.00',
      existingDebt: '0.00',
      idNumber: woman,
    });
    expect(parsed.facts).toMatchObject({
      rated: true,
      badCredit: false,
      isFamilyMember: false,
      grade: null,
      blacklist: null,
    });
  });

  it('turns a missing tick into a no', () => {
    const body = applicationBody({ ...values, findings: ['badCredit'], grade: ' AA ' }, { code: 'c' });
    expect(body.facts).toMatchObject({ rated: false, willing: false, badCredit: true, grade: 'AA' });
  });
});

describe('homePlace', () => {
  it('fixes the place of village and township staff', () => {
    expect(homePlace({ place: '龙兴镇/北山村' })).toEqual({ township: '龙兴镇', village: '北山村' });
    expect(homePlace({ place: '龙兴镇' })).toEqual({ township: '龙兴镇' });
    expect(homePlace({ place: '' })).toEqual({});
  });
});
