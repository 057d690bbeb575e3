export interface Due {
  text: string;
  tone: 'bad' | 'soon' | 'calm' | 'none';
}

/** The limit of a task in words; the colour only repeats what the words say. Days are working days. */
export function dueOf(task: {
  dueOn: string | null;
  daysLeft: number | null;
  overdue: boolean;
  status: string;
}): Due {
  if (task.status === 'done' || task.status === 'cancelled') return { text: '已办结', tone: 'none' };
  if (task.dueOn === null) return { text: '不限时', tone: 'none' };
  if (task.overdue) {
    const late = task.daysLeft === null ? 0 : -task.daysLeft;
    return { text: late > 0 ? `超期 ${late} 个工作日` : '已超期', tone: 'bad' };
  }
  if (task.daysLeft === null) return { text: `${task.dueOn} 到期`, tone: 'calm' };
  if (task.daysLeft === 0) return { text: '今天到期', tone: 'soon' };
  return { text: `剩 ${task.daysLeft} 个工作日`, tone: task.daysLeft <= 1 ? 'soon' : 'calm' };
}
