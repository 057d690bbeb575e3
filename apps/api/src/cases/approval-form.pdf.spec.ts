import { describe, expect, it } from '@jest/globals';
import type { ApprovalForm } from '@bangdai/contracts/http';
import { approvalFormPdf } from './approval-form.pdf.js';

const opinion = (title: string, text: string | null): ApprovalForm['opinions'][number] => ({
  ...{ title, text, decisionName: text === null ? null : '同意', byName: text === null ? null : '王镇长' },
  ...{ on: text === null ? null : '2024-04-03', signature: `${title}负责人`, seal: '（公章）' },
});

const form: ApprovalForm = {
  ...{
    title: '渝北区脱贫人口小额信贷申请表',
    annex: '附件1',
    formNo: '2024-000001',
    county: '渝北区',
    finished: false,
  },
  fields: [
    { label: '姓名', value: '阿依古丽·阿不都外力', wide: false },
    { label: '年龄', value: '38', wide: false },
    { label: '申贷金额', value: '30,000.00 元（大写：人民币叁万元整）', wide: true },
  ],
  declaration: '本人承诺将按期归还贷款。',
  opinions: ['村（居）委会', '镇', '区', '银行'].map((title, index) =>
    opinion(title, index < 2 ? '情况属实' : null),
  ),
};

const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;

describe('the printed approval form', () => {
  it('is one page with four opinions, larger by the mark while the case runs', async () => {
    const running = await approvalFormPdf(form, '2024-04-10');
    const finished = await approvalFormPdf({ ...form, finished: true }, '2024-04-10');
    expect(running.subarray(0, 5).toString()).toBe('%PDF-');
    expect([pagesOf(running), pagesOf(finished)]).toEqual([1, 1]);
    expect(running.byteLength).toBeGreaterThan(finished.byteLength);
  });

  it('goes on to a second page rather than lose an opinion', async () => {
    const long = {
      ...form,
      opinions: [...form.opinions, ...form.opinions].map((one) => ({ ...one, text: '同'.repeat(400) })),
    };
    expect(pagesOf(await approvalFormPdf(long, '2024-04-10'))).toBeGreaterThan(1);
  });
});
