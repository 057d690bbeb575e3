import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { sumMoney, type PolicyPack, type ReferenceRates } from '@bangdai/domain';
import { importedProduct, type ImportRules } from './import-rules.js';
import { previewPortfolio, shiftRows } from './preview-portfolio.js';

const data = (file: string): Buffer =>
  readFileSync(new URL(`../../../../tests/support/data/${file}`, import.meta.url));

const packFile = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../libs/policy-packs/packs/${file}`, import.meta.url), 'utf8'));

function rulesOf(schemeKey: string, version: string, asOf: string): ImportRules {
  const pack = packFile(`${schemeKey}/${version}/pack.json`) as PolicyPack;
  return {
    pack,
    product: importedProduct(pack),
    rates: packFile('reference-rates.json') as ReferenceRates,
    asOf,
    defaultBank: '主办银行',
    knownBanks: ['main', '主办银行', '巴楚县农村信用合作联社', '银行', 'B'],
    isOtherBank: () => false,
    keyOf: (value) => createHash('sha256').update(value).digest('hex'),
  };
}

const bachu = rulesOf('bachu-2024', '1.0.0', '2024-01-25');
const yubei = rulesOf('yubei-2021', '1.0.0', '2022-03-02');
const head =
  'loan_no,household_no,name,id_number,phone,township,village,group,target_group,purpose,bank,branch,contract_amount,balance,annual_rate,disbursed_on,matures_on,overdue_since';
const goodRow =
  'BC1,HH1,阿依古丽•阿不都外力,659999199104024674,19919420290,巴楚镇,1村,2组,liftedPoor,breeding,银行,支行,28000.00,27700.00,0.0395,2021-11-22,2024-11-22,';

describe('a portfolio file', () => {
  it('takes every row of the Bachu portfolio, to the fen', async () => {
    const preview = await previewPortfolio(data('bachu-portfolio-2024-01-25.csv'), bachu);
    expect(preview.errors).toEqual([]);
    expect(preview).toMatchObject({
      format: 'portfolioCsv',
      rows: 7952,
      bad: 0,
      balance: '202813600.00',
    });
    expect(preview.good.filter((row) => row.overdueSince !== null)).toHaveLength(90);
    expect(preview.warnings.every((warning) => warning.code === 'unknownPurpose')).toBe(true);
  });

  it('takes every row of the annex 5 workbook, in yuan', async () => {
    const preview = await previewPortfolio(data('yubei-annex5-2022-03.xlsx'), yubei);
    expect(preview.errors).toEqual([]);
    expect(preview).toMatchObject({ format: 'yubeiAnnex5', rows: 240, bad: 0 });
    expect(preview.good[0]).toMatchObject({
      rowNo: 5,
      contractAmount: '50000.00',
      disbursedOn: '2021-08-30',
      maturesOn: '2022-08-30',
      township: '玉峰山镇',
      purpose: 'planting',
    });
    expect(preview.balance).toBe(sumMoney(preview.good.map((row) => row.balance)));
    expect(new Set(preview.good.map((row) => row.loanNo)).size).toBe(240);
  });

  it('names each of the 13 wrong rows of the error workbook and refuses no good one', async () => {
    const expected = JSON.parse(data('yubei-annex5-with-errors.expected.json').toString()) as {
      row: number;
      kind: string;
    }[];
    const preview = await previewPortfolio(data('yubei-annex5-with-errors.xlsx'), yubei);
    expect(preview.errors.map(({ row, code }) => ({ row, kind: code }))).toEqual(
      expected.map(({ row, kind }) => ({ row, kind })),
    );
    expect(preview).toMatchObject({ rows: 120, bad: 13 });
    expect(preview.errors.find(({ code }) => code === 'amountText')).toEqual({
      row: 90,
      column: '借款金额（万元）',
      code: 'amountText',
      detail: '金额应填写数字，不能用文字或大写',
    });
  });

  it('never quotes a cell in an error', async () => {
    const preview = await previewPortfolio(data('yubei-annex5-with-errors.xlsx'), yubei);
    expect(JSON.stringify(preview.errors)).not.toMatch(/\d{17}/);
  });

  it('reads GBK and writes the interpunct of names in one way', async () => {
    const utf8 = await previewPortfolio(Buffer.from(`${head}\n${goodRow}\n`), bachu);
    expect(utf8.good[0]?.name).toBe('阿依古丽·阿不都外力');
    // "村" in GBK, in a file that is otherwise ASCII and no valid UTF-8.
    const [before = '', after = ''] = goodRow
      .replace('阿依古丽•阿不都外力', 'A')
      .replace('巴楚镇', 'T')
      .replace('2组', '2')
      .replace('银行', 'B')
      .replace('支行', 'C')
      .split('村');
    const gbk = Buffer.concat([
      Buffer.from(`${head}\r\n${before}`),
      Buffer.from([0xb4, 0xe5]),
      Buffer.from(`${after}\r\n`),
    ]);
    expect((await previewPortfolio(gbk, bachu)).good[0]?.village).toBe('1村');
  });

  it('names every bad cell of a row, not only the first', async () => {
    const row = goodRow
      .replace('28000.00', '2.8万')
      .replace('2021-11-22', '2021-11-31')
      .replace('0.0395', '3.95');
    const preview = await previewPortfolio(Buffer.from(`${head}\n${row}\n`), bachu);
    expect(preview.errors.map(({ column, code }) => `${column}:${code}`).sort()).toEqual([
      'annual_rate:rateText',
      'contract_amount:amountText',
      'disbursed_on:dateText',
    ]);
  });

  it('warns once of each bank that the county has not entered, and takes its rows all the same', async () => {
    const named = (no: string, bank: string) => goodRow.replace('BC1', no).replace('银行', bank);
    const rows = [named('BC1', '银行'), named('BC2', '邻县银行'), named('BC3', '邻县银行'), named('BC4', '')];
    const preview = await previewPortfolio(Buffer.from([head, ...rows, ''].join('\n')), bachu);
    expect(preview).toMatchObject({ rows: 4, bad: 0 });
    expect(preview.warnings).toEqual([
      { row: 3, column: 'bank', code: 'unknownBank', detail: '未登记的银行，按主责任银行处理' },
    ]);
  });

  it('takes contract rate, dates, subsidy days and sums used so far from the columns of the file', async () => {
    const columns = `${head},household_subsidy_days,household_subsidy_paid`;
    const told = `${goodRow},412,1234.50`;
    const silent = `${goodRow.replace('BC1', 'BC2')},,`;
    const preview = await previewPortfolio(Buffer.from([columns, told, silent, ''].join('\n')), bachu);
    expect(preview.errors).toEqual([]);
    expect(preview.good[0]).toMatchObject({
      ...{ annualRate: '0.0395', disbursedOn: '2021-11-22', maturesOn: '2024-11-22' },
      ...{ usedSubsidyDays: 412, priorSubsidyTotal: '1234.50' },
    });
    expect(preview.good[1]).toMatchObject({ usedSubsidyDays: 0, priorSubsidyTotal: '0.00' });
    const bad = await previewPortfolio(Buffer.from(`${columns}\n${goodRow},一年,abc\n`), bachu);
    expect(bad.errors.map(({ column, code }) => [column, code])).toEqual([
      ['household_subsidy_days', 'subsidyDaysText'],
      ['household_subsidy_paid', 'amountText'],
    ]);
  });

  it('keeps loans of another bank out of what a bank uploads', async () => {
    const rules = { ...bachu, isOtherBank: (name: string) => name !== '银行' };
    const rows = [goodRow, goodRow.replace('BC1', 'BC2').replace('银行', '邻县银行')];
    const preview = await previewPortfolio(Buffer.from([head, ...rows, ''].join('\n')), rules);
    expect(preview.good.map(({ loanNo }) => loanNo)).toEqual(['BC1']);
    expect(preview.errors).toEqual([expect.objectContaining({ row: 3, column: 'bank', code: 'otherBank' })]);
  });

  it('finds a loan number that stands twice', async () => {
    const preview = await previewPortfolio(Buffer.from(`${head}\n${goodRow}\n${goodRow}\n`), bachu);
    expect(preview.errors).toEqual([expect.objectContaining({ row: 3, code: 'duplicateRow' })]);
    expect(preview.good).toHaveLength(1);
  });

  it.each([
    ['text without the head', Buffer.from('a,b,c\n1,2,3\n')],
    ['bytes that are no table', Buffer.from([0, 1, 2, 3])],
    ['a broken workbook', Buffer.from('PK\u0003\u0004 and nothing')],
  ])('refuses %s as a whole', async (_what, bytes) => {
    await expect(previewPortfolio(bytes, bachu)).rejects.toMatchObject({ code: 'FILE_INVALID' });
  });

  it('shifts all dates of a row by whole days', async () => {
    const { good } = await previewPortfolio(Buffer.from(`${head}\n${goodRow}\n`), bachu);
    expect(shiftRows(good, 1000)[0]).toMatchObject({ disbursedOn: '2024-08-18', maturesOn: '2027-08-19' });
  });
});
