import { z } from 'zod';
import { ShortText } from '@bangdai/contracts/http';

/** What can go wrong with a counterpart; the README says what each does. */
export const faultKinds = [
  'slow',
  'error',
  'garbage',
  'lostAnswer',
  'duplicateCallback',
  'lateCallback',
  'silent',
  'wrongAmount',
  'pendingList',
  'reject',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** Where a fault strikes: on what we are sent, what we are asked, or what we report. */
export type FaultPlace = 'send' | 'query' | 'callback';

const target = z.enum(['bank', 'treasury']);

export const FaultBody = z
  .object({
    target,
    kind: z.enum([...faultKinds, 'none']),
    /** How often it strikes before it mends itself; without it until `none`. */
    times: z.number().int().min(1).max(100_000).optional(),
    delayMs: z.number().int().min(0).max(3_600_000).optional(),
    /** Status of `error`. */
    status: z.number().int().min(400).max(599).optional(),
    on: z.enum(['send', 'query', 'callback']).optional(),
    /** Lines of `wrongAmount`, or loans whose callbacks are concerned. */
    loanNos: z.array(ShortText).max(20_000).optional(),
    firstN: z.number().int().min(1).optional(),
  })
  .strict();

export interface Fault extends Omit<z.output<typeof FaultBody>, 'kind'> {
  kind: FaultKind;
}

/** The switches of both counterparts. They live in memory: a restarted sandbox is well. */
export class FaultSwitches {
  private faults: Fault[] = [];

  /** Sets one switch; `none` puts all switches of the target back. */
  set({ kind, ...rest }: z.output<typeof FaultBody>): void {
    this.faults = this.faults.filter(
      (fault) => fault.target !== rest.target || (kind !== 'none' && fault.kind !== kind),
    );
    if (kind !== 'none') this.faults.push({ kind, ...rest });
  }

  list(): Fault[] {
    return this.faults.map((fault) => ({ ...fault }));
  }

  /** The switch if it is set for this place (and loan), counted as having struck once more. */
  take(target: Fault['target'], kind: FaultKind, place: FaultPlace, loanNo?: string): Fault | null {
    const fault = this.faults.find(
      (one) =>
        one.target === target &&
        one.kind === kind &&
        (one.on ?? place) === place &&
        (loanNo === undefined || (one.loanNos ?? [loanNo]).includes(loanNo)),
    );
    if (fault === undefined) return null;
    if (fault.times !== undefined) {
      fault.times -= 1;
      if (fault.times === 0) this.faults = this.faults.filter((one) => one !== fault);
    }
    return fault;
  }
}
