import { settlementUpdates, settlementWorkflowId } from '@bangdai/contracts';
import { randomUUID } from 'node:crypto';
import type { World } from './worlds.js';

/**
 * On a server whose clock cannot be moved nobody waits seven days: an unfounded objection ends the publicity of a
 * settlement on the day of its answer (lifecycle §3).
 */
export async function endPublicity(world: World, county: string, settleOn: string): Promise<void> {
  const workflowId = settlementWorkflowId(county, 'main', settleOn);
  const command = (role: string, place: string) => ({
    ...{ commandId: randomUUID(), reasonGiven: true, actor: world.actor(county, role, place, randomUUID()) },
  });
  await world.update(workflowId, settlementUpdates.raiseObjection, command('village', '龙兴镇/北山村'));
  const answer = { ...command('township', '龙兴镇'), founded: false };
  await world.update(workflowId, settlementUpdates.answerObjection, answer);
}
