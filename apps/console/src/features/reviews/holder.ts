import type { Me } from '@bangdai/contracts/http';

/** Whether a claim is this person's: their own, or of whom they stand in for. */
export const holds = (me: Pick<Me, 'id' | 'standIn'>, claimedBy: string | null): boolean =>
  claimedBy !== null && (claimedBy === me.id || claimedBy === me.standIn?.principalId);
