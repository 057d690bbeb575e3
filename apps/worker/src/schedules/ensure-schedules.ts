import type { PackRegistry } from '@bangdai/policy-packs';
import { ScheduleAlreadyRunning, type Client, type ScheduleOptions } from '@temporalio/client';
import { reconciliationPlan, settlementDays, settlementPlan, useCheckPlan } from './schedule-plans.js';

interface BankOfCounty {
  county: string;
  bank: string;
}

/** Makes the schedules of all counties and banks what their packs say; repeatable, and two workers may do it at once. */
export async function ensureSchedules(
  client: Client,
  packs: PackRegistry,
  banks: readonly BankOfCounty[],
): Promise<void> {
  const counties = [...new Set(banks.map(({ county }) => county))];
  for (const { county, bank } of banks) {
    const pack = packs.versions(county).at(-1);
    if (pack !== undefined) await ensureSchedule(client, settlementPlan(county, bank, settlementDays(pack)));
  }
  for (const county of counties) {
    await ensureSchedule(client, useCheckPlan(county));
    await ensureSchedule(client, reconciliationPlan(county));
  }
}

async function ensureSchedule(client: Client, plan: ScheduleOptions): Promise<void> {
  try {
    await client.schedule.create(plan);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, action, policies } = plan;
    await client.schedule
      .getHandle(plan.scheduleId)
      .update(({ state }) => ({ state, spec, action: action as never, policies: policies ?? {} }));
  }
}
