import { randomUUID } from 'node:crypto';
import { importTaskId, type Actor } from '@bangdai/contracts';
import type { PortfolioRow } from '@bangdai/contracts/http';
import { addDays, addMonths } from '@bangdai/domain';
import type { Persistence } from '../persistence.js';
import { inventedIdNumber } from './fixtures.js';

/** An invented portfolio of live loans, all dates and amounts derived from the row number. */
export function inventedPortfolio(rows: number): PortfolioRow[] {
  return Array.from({ length: rows }, (_, i): PortfolioRow => {
    const disbursedOn = addDays('2022-03-01', (i * 7) % 600);
    const balance = `${5000 + ((i * 37) % 450) * 100}.00`;
    const maturesOn = addMonths(disbursedOn, i % 50 === 0 ? 12 : 36);
    return {
      rowNo: i + 1,
      loanNo: `BC2022${String(i + 1).padStart(6, '0')}`,
      householdNo: `HH${i + 1}`,
      name: `阿不都·热合曼${i}`,
      idNumber: inventedIdNumber(`19${70 + (i % 30)}0${1 + (i % 9)}${10 + (i % 19)}`),
      phone: `199${String(10_000_000 + i)}`,
      township: `${1 + (i % 12)}乡`,
      village: `${1 + (i % 20)}村`,
      group: '1组',
      targetGroup: 'liftedPoor',
      purpose: 'planting',
      bankName: '',
      branch: '',
      contractAmount: '50000.00',
      balance,
      annualRate: '0.0395',
      disbursedOn,
      maturesOn,
      overdueSince: maturesOn < '2024-01-25' ? addDays(maturesOn, 1) : null,
    };
  });
}

export async function importRows(
  persistence: Persistence,
  actor: Actor,
  rows: PortfolioRow[],
  asOf = '2024-01-25',
): Promise<string> {
  const preview = {
    county: actor.county,
    fileName: '台账.csv',
    format: 'portfolioCsv' as const,
    asOf,
    rows: rows.length,
    good: rows.length,
    bad: 0,
    balance: '0.00',
    errors: [],
    sample: [],
  };
  const { id } = await persistence.intake.createImport(actor, preview, 'sha', rows);
  await persistence.intake.commitImport(actor, id);
  await confirmImport(persistence, id);
  return id;
}

/** Somebody of the other side agrees to every part, as the workflow would write it. */
export async function confirmImport(persistence: Persistence, importId: string): Promise<void> {
  const at = new Date().toISOString();
  const { parts } = await persistence.intake.importConfirmation(importId);
  await persistence.programme.openImportTasks({ importId, at });
  for (const { bank, role } of parts) {
    const actor = { id: randomUUID(), role, county: '', place: '', bank };
    const taskId = importTaskId(importId, bank);
    const command = { commandId: randomUUID(), taskId, decision: 'approve', reasonGiven: false, actor };
    await persistence.programme.recordImportDecision({ importId, command, at });
  }
}
