import { RefusedError } from '@bangdai/contracts';
import { parse as parseCsv } from 'csv-parse/sync';
import { z } from 'zod';
import { parse } from '../http/parse.js';
import type { StoredLoan } from './bank-entries.js';
import { PortfolioRow, type PortfolioQuery } from './bank.schema.js';

const JsonRows = z.object({ rows: z.array(z.unknown()).max(200_000) });

/**
 * Loans that the bank had before: from CSV with a header line, or `{ "rows": [...] }` with the same names.
 * @throws RefusedError FILE_INVALID or FIELD_INVALID with the places of the faulty rows, never their content
 */
export function readPortfolio(
  body: unknown,
  { county, bank, ...programme }: z.output<typeof PortfolioQuery>,
): StoredLoan[] {
  const rows = typeof body === 'string' ? csvRows(body) : parse(JsonRows, body).rows;
  return parse(z.array(PortfolioRow), rows).map((row) => ({
    county,
    bank,
    loanNo: row.loan_no,
    contractNo: `HT-${row.loan_no}`,
    householdNo: row.household_no ?? null,
    amount: row.contract_amount,
    openingBalance: row.balance,
    annualRate: row.annual_rate,
    disbursedOn: row.disbursed_on,
    maturesOn: row.matures_on,
    overdueSince: row.overdue_since ?? null,
    ...{ subsidyRate: null, principalCap: null, isLegacy: true },
    terms: {
      ...programme,
      subsidyDaysUsed: row.used_subsidy_days,
      subsidyAmountUsed: row.prior_subsidy_total,
    },
  }));
}

function csvRows(text: string): unknown[] {
  try {
    return parseCsv(text, { bom: true, columns: true, skip_empty_lines: true, trim: true });
  } catch {
    // The parser quotes the line in its message, and the line holds a person.
    throw new RefusedError('FILE_INVALID');
  }
}
