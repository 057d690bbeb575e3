import { addMonths, shanghaiDateOf } from '@bangdai/domain';
import { inventedPortfolio } from '@bangdai/persistence/testing';

const columns =
  'loan_no,household_no,name,id_number,phone,township,village,group,target_group,purpose,bank,branch,contract_amount,balance,annual_rate,disbursed_on,matures_on,overdue_since';

/** A county's list of old loans as its people would upload it: invented persons, living loans. */
export function inventedPortfolioCsv(rows: number): { name: string; mimeType: string; buffer: Buffer } {
  const today = shanghaiDateOf(Date.now());
  const lines = inventedPortfolio(rows).map((row, index) =>
    [
      ...[
        `OLD-${index + 1}`,
        `OLD-H${index + 1}`,
        row.name,
        row.idNumber,
        row.phone,
        row.township,
        row.village,
      ],
      ...[row.group, row.targetGroup, row.purpose, '', '', row.contractAmount, row.balance, row.annualRate],
      ...[addMonths(today, -6), addMonths(today, 12), ''],
    ].join(','),
  );
  const buffer = Buffer.from([columns, ...lines, ''].join('\n'));
  return { name: 'old-loans.csv', mimeType: 'text/csv', buffer };
}
