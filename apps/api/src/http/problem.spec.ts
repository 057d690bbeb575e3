import { describe, expect, it } from '@jest/globals';
import { RefusedError } from '@bangdai/contracts';
import { DomainError } from '@bangdai/domain';
import { BadRequestException, NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { GuidedRefusal, problemOf } from './problem.js';

describe('problem details', () => {
  it('carry code, status and Chinese text of a refusal with all its reasons', () => {
    const problem = problemOf(new RefusedError('NOT_ELIGIBLE', ['AGE_ABOVE_MAX', 'NOT_RATED']), 't1');
    expect(problem).toEqual({
      type: 'urn:bangdai:problem:NOT_ELIGIBLE',
      title: '不符合申请条件',
      status: 422,
      code: 'NOT_ELIGIBLE',
      detail: '不符合申请条件：年龄超过上限；尚未评级授信。',
      reasons: [
        { code: 'AGE_ABOVE_MAX', detail: '年龄超过上限' },
        { code: 'NOT_RATED', detail: '尚未评级授信' },
      ],
      traceId: 't1',
    });
  });

  it('point at the fields at fault', () => {
    const error = new RefusedError('FIELD_REQUIRED', [], [{ pointer: '/name', code: 'FIELD_REQUIRED' }]);
    expect(problemOf(error, 't').errors).toEqual([
      { pointer: '/name', code: 'FIELD_REQUIRED', detail: '缺少必填项' },
    ]);
  });

  it('say nothing about an unforeseen error', () => {
    const problem = problemOf(new Error('duplicate key (id_number)=(659999199104024674)'), 't');
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL', detail: '系统错误。' });
    expect(JSON.stringify(problem)).not.toContain('6599');
  });

  it.each([
    [new DomainError('BAD_DATE'), 'BAD_DATE', 422],
    [new NotFoundException(), 'NOT_FOUND', 404],
    [new PayloadTooLargeException(), 'FILE_TOO_LARGE', 413],
    [new BadRequestException(), 'FIELD_INVALID', 422],
    [new GuidedRefusal('CLAIM_EXISTS', {}), 'CLAIM_EXISTS', 409],
    [Object.assign(new Error('entity too large'), { status: 413 }), 'FILE_TOO_LARGE', 413],
    [new DomainError('SOMETHING_OF_OUR_OWN'), 'INTERNAL', 500],
    ['a thrown text', 'INTERNAL', 500],
  ])('maps %p', (error, code, status) => {
    expect(problemOf(error, 't')).toMatchObject({ code, status });
  });

  it('tell where a refused subject can be read and what to do instead', () => {
    const guided = new GuidedRefusal('NOT_ELIGIBLE', {
      instance: '/v1/loans/l1',
      hint: '请修改后重新提交。',
    });
    expect(problemOf(guided, 't')).toMatchObject({
      instance: '/v1/loans/l1',
      detail: '不符合申请条件。请修改后重新提交。',
    });
  });
});
