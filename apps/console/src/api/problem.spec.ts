import { describe, expect, it } from '@jest/globals';
import { fieldFaults, problemLines, toProblem } from './problem';

const notEligible = toProblem(422, {
  code: 'NOT_ELIGIBLE',
  title: '不符合申请条件',
  detail: '不符合申请条件：年龄超过上限；有不良信用记录。',
  reasons: [
    { code: 'AGE_ABOVE_MAX', detail: '年龄超过上限' },
    { code: 'BAD_CREDIT', detail: '' },
  ],
});

describe('problems', () => {
  it('lists every reason once, below a short head', () => {
    expect(problemLines(notEligible)).toEqual({
      title: '不符合申请条件',
      reasons: ['年龄超过上限', '有不良信用记录'],
    });
  });

  it('keeps the sentence where there are no reasons', () => {
    const taken = toProblem(409, {
      code: 'TASK_TAKEN',
      title: '该任务已被他人认领',
      detail: '该任务已被他人认领。',
    });
    expect(problemLines(taken)).toEqual({ title: '该任务已被他人认领。', reasons: [] });
  });

  it('speaks Chinese when no answer, or a proxy page, came back', () => {
    expect(toProblem(0, null).problem.detail).toContain('网络不通');
    expect(toProblem(502, '<html>').problem.detail).toContain('502');
    expect(problemLines(new TypeError('x is undefined')).title).toBe('页面出错，请刷新后重试');
  });

  it('turns pointers into form paths, several faults of one field together', () => {
    const faults = toProblem(422, {
      code: 'FIELD_INVALID',
      errors: [
        { pointer: '/idNumber', code: 'BAD_ID_NUMBER', detail: '' },
        { pointer: '/facts/grade', code: 'FIELD_REQUIRED', detail: '缺少等级' },
        { pointer: '#/idNumber', code: 'FIELD_INVALID', detail: '太短' },
      ],
    });
    expect(fieldFaults(faults)).toEqual([
      { name: ['idNumber'], errors: ['身份证号码不正确', '太短'] },
      { name: ['facts', 'grade'], errors: ['缺少等级'] },
    ]);
    expect(fieldFaults(new Error('other'))).toEqual([]);
  });
});
