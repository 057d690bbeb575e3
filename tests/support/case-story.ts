import type { Actor, LoanStart } from '@bangdai/contracts';
import { expect } from '@jest/globals';
import type { World } from './worlds.js';

/**
 * What a supervisor relies on: the history alone tells where the loan is, the books say the same, each decision names its
 * office, and every paper of the story is there — for a loan whose workflow has ended as for any other.
 */
export async function expectWholeStory(world: World, { county, loanId }: LoanStart): Promise<void> {
  const { cases } = world.database.persistence;
  const supervisor: Actor = { id: 'supervisor', role: 'supervisor', county, place: '', bank: null };
  const checks = await cases.consistency(supervisor, loanId);
  expect(checks.find(({ key }) => key === 'replay')).toMatchObject({ state: 'agrees' });
  expect(checks.filter(({ state }) => state === 'differs')).toEqual([]);
  const events = await cases.timeline(supervisor, loanId);
  const decided = events.filter(({ kind }) => kind === 'decided');
  expect(decided.length).toBeGreaterThan(0);
  expect(decided.filter(({ office }) => office === null)).toEqual([]);
  // A county whose own paper has not been handed in cites nothing; one that cites at all cites for each decision.
  const cited = decided.filter(({ clause }) => clause !== null);
  expect([0, decided.length]).toContain(cited.length);
  const { nodes } = await cases.flow(supervisor, loanId);
  expect(nodes.filter(({ kind, state }) => kind === 'step' && state !== 'done')).toEqual([]);
}
