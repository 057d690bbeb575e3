import proto from '@temporalio/proto';
import type { Client } from '@temporalio/client';

const { EventType } = proto.temporal.api.enums.v1;

export interface LoanEvents {
  all: Record<string, number>;
  total: number;
  /** The events of each workflow task with what caused it, in order. */
  tasks: string[][];
}

/** `EVENT_TYPE_TIMER_STARTED` → `TimerStarted`. */
function nameOf(type: number): string {
  const raw = EventType[type] ?? String(type);
  return raw
    .replace('EVENT_TYPE_', '')
    .toLowerCase()
    .replace(/(^|_)([a-z])/g, (_match, _gap, letter: string) => letter.toUpperCase());
}

/** A workflow's history by type of event, and cut into workflow tasks: a cause, its task, and what the task did. */
export async function eventsOf(client: Client, workflowId: string): Promise<LoanEvents> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  const names = (history.events ?? []).map(({ eventType }) => nameOf(Number(eventType)));
  const all: Record<string, number> = {};
  for (const name of names) all[name] = (all[name] ?? 0) + 1;
  return { all, total: names.length, tasks: cutIntoTasks(names) };
}

function cutIntoTasks(names: string[]): string[][] {
  const tasks: string[][] = [];
  let current: string[] = [];
  let isDone = false;
  const causes = new Set(['WorkflowTaskScheduled', 'TimerFired', 'WorkflowExecutionSignaled']);
  for (const name of names) {
    if (isDone && causes.has(name)) {
      tasks.push(current);
      current = [];
      isDone = false;
    }
    current.push(name);
    if (name === 'WorkflowTaskCompleted') isDone = true;
  }
  return [...tasks, current];
}
