import {
  allHandlersFinished,
  condition,
  defineSignal,
  defineUpdate,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';

/** The bare floor: the same decisions and facts as a loan's, on local activities that do nothing. */
const { note } = proxyLocalActivities<{ note(step: string): Promise<void> }>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '1m',
});

export const decide = defineUpdate<string, [string]>('decide');
export const tell = defineSignal<[string]>('tell');

export async function FloorWorkflow(decisions: number, facts: number): Promise<void> {
  let decided = 0;
  let told = 0;
  const queue: string[] = [];
  setHandler(decide, async (step) => {
    await note(step);
    decided += 1;
    return step;
  });
  setHandler(tell, (fact) => {
    queue.push(fact);
  });
  await condition(() => decided === decisions);
  while (told < facts) {
    await condition(() => queue.length > 0);
    await note(queue.shift() ?? '');
    told += 1;
  }
  await condition(allHandlersFinished);
}
