import type { ClawbackLinks, ClawbackOpening, ClawbackStore } from '@bangdai/contracts';
import type { WorkflowEngine } from './ports.js';

/** A case that another workflow opens: stored first, then started by its fixed id. */
export class ClawbackOpenings implements ClawbackLinks {
  constructor(
    private readonly clawbacks: Pick<ClawbackStore, 'openCase'>,
    private readonly engine: Pick<WorkflowEngine, 'startClawback'>,
  ) {}

  async openClawback(opening: ClawbackOpening): Promise<{ caseNo: string | null }> {
    const start = await this.clawbacks.openCase(opening, null);
    if (start !== null) await this.engine.startClawback(start);
    return { caseNo: start?.caseNo ?? null };
  }
}
