import { DownOutlined } from '@ant-design/icons';
import { deskOf, taskTags, type Me, type TaskDetail } from '@bangdai/contracts/http';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { problemLines } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import { mayApply, readsOnly } from '../../app/menu';
import { useMe } from '../session/me-context';
import { HandOverDialog, type HandOverKind } from './hand-over.dialog';
import { holds } from './holder';
import { NameReadingDialog } from './name-reading.dialog';
import { taskPath } from './queries';

type Action = HandOverKind | 'recall' | 'reading';

const names: Record<Action, string> = {
  transfer: '转办（交他人办理）',
  delegate: '委派（征求意见后返回）',
  cosign: '加签（须他人先签意见）',
  copy: '抄送',
  urge: '催办',
  recall: '收回委派、加签',
  reading: '更正姓名读音',
};

/** What this person may do with the task beside deciding it. */
export function actionsFor(task: TaskDetail, me: Me): Action[] {
  const isOpen = task.status === 'open' || task.status === 'claimed';
  if (!isOpen || readsOnly(me.role) || me.standIn != null) return [];
  const waits = task.handovers?.some(({ state }) => state === 'open') === true;
  const isFree = task.claimedBy === null || holds(me, task.claimedBy);
  const own: Action[] =
    deskOf(task.role) !== me.role || !isFree || waits ? [] : ['transfer', 'delegate', 'cosign'];
  const recall: Action[] = waits && deskOf(task.role) === me.role ? ['recall'] : [];
  const urge: Action[] = task.claimedBy === me.id ? [] : ['urge'];
  const reading: Action[] =
    task.borrower !== null && task.subject === 'loan' && mayApply(me.role) ? ['reading'] : [];
  return [...own, ...recall, 'copy', ...urge, ...reading];
}

export function TaskActions({ task }: { task: TaskDetail }) {
  const me = useMe();
  const { message } = App.useApp();
  const [dialog, setDialog] = useState<HandOverKind | 'reading' | null>(null);
  const command = useCommand(['tasks', 'loans']);
  const actions = actionsFor(task, me);
  if (actions.length === 0) return null;
  const send = (path: string, body: unknown, done: string) =>
    void command.mutateAsync({ path: `${taskPath(task.id)}/${path}`, body }).then(
      () => message.success(done),
      (error: unknown) => message.error(problemLines(error).title),
    );
  const act = (key: string) => {
    if (key === 'recall') return send('recall', {}, '已收回');
    if (key.startsWith('tag:')) return toggleTag(key.slice(4));
    setDialog(key as HandOverKind | 'reading');
  };
  const toggleTag = (tag: string) => {
    const tags: string[] = task.tags ?? [];
    send(
      'tags',
      { tags: tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag] },
      '标签已更新',
    );
  };
  const tagItems = Object.entries(taskTags).map(([key, zh]) => ({
    key: `tag:${key}`,
    label: `${(task.tags as string[] | undefined)?.includes(key) === true ? '✓ ' : ''}${zh}`,
  }));
  const items = actions.map((key) => ({ key, label: <span data-testid={`task-${key}`}>{names[key]}</span> }));
  const mayTag = deskOf(task.role) === me.role;
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: mayTag
            ? [
                ...items,
                { type: 'divider' as const },
                { key: 'tags', label: <span data-testid="task-tags">标签</span>, children: tagItems },
              ]
            : items,
          onClick: ({ key }) => act(key),
        }}
      >
        <Button size="small" loading={command.isPending} data-testid="task-more">
          更多 <DownOutlined />
        </Button>
      </Dropdown>
      {dialog === 'reading' && (
        <NameReadingDialog
          loanId={task.subjectId}
          borrower={task.borrower ?? ''}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog !== null && dialog !== 'reading' && (
        <HandOverDialog kind={dialog} task={task} onClose={() => setDialog(null)} />
      )}
    </>
  );
}
