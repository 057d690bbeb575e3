import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ImportView } from '@bangdai/contracts/http';
import { addDays, addMonths, daysBetween, settlementPeriods, type CivilDate } from '@bangdai/domain';
import { parse } from 'csv-parse/sync';
import { today } from '../clock.js';
import { call, type DemoClient } from './demo-client.js';

const file = fileURLToPath(new URL('../../demo/portfolio-2024-01-25.csv', import.meta.url));
const fileName = '示范县存量贷款.csv';
/** The file's own day. */
const asOf = '2024-01-25';

/**
 * All dates are moved by whole days, so that the portfolio was taken over on the last settlement day: it looks live,
 * and the quarter that just ended is there to be settled.
 */
function shiftOf(interestDays: readonly string[], on: CivilDate): number {
  const rules = { repayment: { interestDays } };
  const ended = settlementPeriods(rules, addMonths(on, -13), on).filter(({ settleOn }) => settleOn < on);
  return daysBetween(asOf, ended.at(-1)?.settleOn ?? on);
}

/** The two people who take loans over: who uploads, and who confirms. */
export interface DemoDesks {
  office: DemoClient;
  bank: DemoClient;
}

/** Takes the sample portfolio over by two people, and gives the sandbox bank the same loans. */
export async function loadPortfolio(
  { office, bank }: DemoDesks,
  county: string,
  bankUrl: string,
  interestDays: readonly string[],
): Promise<void> {
  const known = (await office.get<ImportView[]>('/v1/imports')).find(
    (batch) => batch.county === county && batch.fileName.startsWith(fileName) && batch.state !== 'preview',
  );
  if (known) return confirmAndWait(office, bank, known.id);
  const bytes = await readFile(file);
  const shiftDays = shiftOf(interestDays, today());
  await tellSandboxBank(bytes, county, bankUrl, shiftDays);
  const form = new FormData();
  form.set('county', county);
  form.set('asOf', asOf);
  form.set('shiftDays', String(shiftDays));
  form.set('file', new Blob([new Uint8Array(bytes)], { type: 'text/csv' }), fileName);
  const preview = await office.upload<ImportView>('/v1/imports', form, `demo-import-${shiftDays}`);
  const key = `demo-commit-${preview.id}`;
  await office.post(`/v1/imports/${preview.id}/commit`, { mode: 'allOrNothing' }, key);
  await confirmAndWait(office, bank, preview.id);
}

/** The bank's person has the figures in the inbox and agrees to them; broken off, it goes on where it stopped. */
async function confirmAndWait(office: DemoClient, bank: DemoClient, importId: string): Promise<void> {
  const { state } = await office.get<ImportView>(`/v1/imports/${importId}`);
  if (state === 'confirming') {
    const task = await bank.awaitTask(importId);
    const decision = { decision: 'approve', opinion: '笔数、余额与银行账面一致' };
    await bank.post(
      `/v1/tasks/${encodeURIComponent(task.id)}/decision`,
      decision,
      `demo-confirm-${importId}`,
    );
  }
  await waitUntilDone(office, importId);
}

async function waitUntilDone(office: DemoClient, importId: string): Promise<void> {
  const end = Date.now() + 300_000;
  while (Date.now() < end) {
    const { state } = await office.get<ImportView>(`/v1/imports/${importId}`);
    if (state === 'done') return;
    if (state === 'failed') throw new Error('the demo portfolio could not be imported');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the demo portfolio was not imported within five minutes');
}

/** The bank keeps books of its own, so it must know the loans to send a subsidy list later. */
async function tellSandboxBank(
  bytes: Buffer,
  county: string,
  bankUrl: string,
  shiftDays: number,
): Promise<void> {
  const shift = (day: string | undefined): string => (day ? addDays(day, shiftDays) : '');
  const rows = (parse(bytes, { bom: true, columns: true }) as Record<string, string>[]).map((row) => ({
    loan_no: row.loan_no,
    household_no: row.household_no,
    contract_amount: row.contract_amount,
    balance: row.balance,
    annual_rate: row.annual_rate,
    disbursed_on: shift(row.disbursed_on),
    matures_on: shift(row.matures_on),
    overdue_since: shift(row.overdue_since),
  }));
  const terms = new URLSearchParams({
    county,
    bank: 'main',
    subsidyRate: '0.0395',
    principalCap: '50000.00',
  });
  await call(`${bankUrl}/portfolio?${terms}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rows }),
  });
}
