import { App } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useUrlState } from '../../ui/url-state';
import { BulkDialog } from './bulk.dialog';
import { pageSizeOf, pageSizes, readFilters } from './inbox-filters';
import { InboxBar } from './inbox-bar';
import { InboxList } from './inbox-list';
import { taskPath, useTaskList } from './queries';
import { bulkRefusal, moveCursor, nextAfter, sameBatch } from './selection';
import { TaskCase } from './task-case';
import { KeysDialog } from './keys.dialog';
import { chooseDecision, focusRow, focusSearch, useInboxKeys } from './use-inbox-keys';

/** 待办: the list on the left, the opened case on the right; the next case follows a decision. */
export function InboxPage() {
  const [get, set] = useUrlState();
  const { taskId } = useParams();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const filters = readFilters(get);
  const pageSize = pageSizeOf(get('size'));
  const list = useTaskList(filters, pageSize);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const [picked, setPicked] = useState<string[]>([]);
  const [cursor, setCursor] = useState<string>();
  const [bulkOpen, setBulkOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const ids = rows.map((row) => row.id);
  const chosen = rows.filter((row) => picked.includes(row.id));

  const open = (id: string | undefined) => {
    setCursor(id);
    void navigate({ pathname: id === undefined ? '/tasks' : taskPath(id), search: window.location.search });
  };
  const move = (by: 1 | -1) => {
    const next = moveCursor(ids, cursor ?? taskId, by);
    setCursor(next);
    focusRow(next);
  };
  useInboxKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: () => cursor !== undefined && open(cursor),
    a: () => chooseDecision('approve', 'complete'),
    r: () => chooseDecision('reject'),
    t: () => chooseDecision('return'),
    '/': focusSearch,
    '?': () => setHelpOpen(true),
  });

  const toggle = (id: string) => {
    const row = rows.find((candidate) => candidate.id === id);
    if (row === undefined) return;
    if (picked.includes(id)) return setPicked(picked.filter((other) => other !== id));
    if (!sameBatch(chosen[0], row)) return void message.info('一次只能批量办理同一环节的事项');
    setPicked([...picked, id]);
  };
  const pickAll = () => {
    const first = chosen[0] ?? rows.find((row) => bulkRefusal(row) === null);
    const all = rows.filter((row) => bulkRefusal(row) === null && sameBatch(first, row));
    setPicked(chosen.length === all.length ? [] : all.slice(0, 100).map((row) => row.id));
  };
  return (
    <div className={taskId === undefined ? 'inbox' : 'inbox has-case'}>
      <InboxBar
        filters={filters}
        viewId={get('view')}
        onChange={(patch) => {
          setPicked([]);
          set(patch);
        }}
      />
      <div className="inbox-split">
        <InboxList
          list={list}
          rows={rows}
          filters={filters}
          pageSize={pageSize}
          onPageSize={(size) => set({ size: size === pageSizes[1] ? null : String(size) })}
          selected={taskId}
          cursor={cursor}
          picked={picked}
          onOpen={open}
          onToggle={toggle}
          onPickAll={pickAll}
          onBulk={() => setBulkOpen(true)}
        />
        <TaskCase
          key={taskId ?? 'none'}
          taskId={taskId}
          onDone={(id) => open(nextAfter(ids, id))}
          onBack={() => open(undefined)}
        />
      </div>
      {helpOpen && <KeysDialog onClose={() => setHelpOpen(false)} />}
      {bulkOpen && (
        <BulkDialog
          tasks={chosen}
          onClose={() => {
            setBulkOpen(false);
            setPicked([]);
          }}
        />
      )}
    </div>
  );
}
