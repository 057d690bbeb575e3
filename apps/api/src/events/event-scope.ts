import { reaches, type Actor } from '@bangdai/contracts';
import type { LiveEvent, ScopedEvent } from '@bangdai/contracts/http';
import { access } from '../auth/access.js';

/**
 * Whether a person may learn of a change: only when the thing itself may be read there, by role, county, place and bank.
 * A village learns nothing of another village, a bank nothing of another bank.
 */
export function mayLearn(actor: Actor, { topic, county, place = '', banks }: ScopedEvent): boolean {
  if (topic === 'import' && !access.readImports(actor.role)) return false;
  if (actor.county !== '*' && actor.county !== county) return false;
  if (!reaches(actor.place, place)) return false;
  return actor.bank === null || banks === undefined || banks.includes(actor.bank);
}

/** What is sent: the scope stays here. */
export const told = ({ topic, id, county }: ScopedEvent): LiveEvent => ({ topic, id, county });
