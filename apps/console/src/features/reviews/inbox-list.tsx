import { taskTags, type TaskRow } from '@bangdai/contracts/http';
import { Button, Checkbox, Select, Skeleton, Tag, Tooltip } from 'antd';
import type { useTaskList } from './queries';
import { DueBadge } from '../../ui/due-badge';
import { thousands } from '../../ui/format';
import { platformRoles } from '../../ui/labels';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useMe } from '../session/me-context';
import { decisionName } from './decision';
import { isFiltered, pageSizes, type InboxFilters, type InboxTab } from './inbox-filters';
import { BULK_MAX, bulkRefusal } from './selection';

interface InboxListProps {
  list: ReturnType<typeof useTaskList>;
  rows: TaskRow[];
  filters: InboxFilters;
  pageSize: number;
  onPageSize: (size: number) => void;
  selected: string | undefined;
  cursor: string | undefined;
  picked: string[];
  onOpen: (id: string) => void;
  onToggle: (id: string) => void;
  onPickAll: () => void;
  onBulk: () => void;
}

const emptyTexts: Record<InboxTab, string> = {
  todo: '没有待办事项',
  claimable: '没有待认领的事项',
  escalated: '下级没有超期事项',
  done: '还没有办结的事项',
  mine: '还没有发起过申请',
  copied: '没有抄送给您的事项',
  entrusted: '没有转办、委派或委托他人的事项',
};

export function InboxList(props: InboxListProps) {
  const { list, rows, filters } = props;
  const bulkTab = filters.tab === 'todo' || filters.tab === 'claimable';
  return (
    <section className="inbox-list" aria-label="事项列表">
      {bulkTab && <BulkBar {...props} />}
      <div className="inbox-rows" data-testid="task-list">
        {list.isPending && <Skeleton active paragraph={{ rows: 8 }} title={false} className="loading" />}
        {list.error !== null && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && (
          <Nothing text={isFiltered(filters) ? '没有符合条件的事项，可放宽筛选' : emptyTexts[filters.tab]} />
        )}
        {rows.map((row) => (
          <InboxRow key={row.id} row={row} bulk={bulkTab} {...props} />
        ))}
        {list.hasNextPage && (
          <Button
            type="text"
            block
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
            data-testid="load-more"
          >
            加载更多
          </Button>
        )}
        {rows.length > 0 && <PageSize {...props} />}
      </div>
    </section>
  );
}

function PageSize({ rows, list, pageSize, onPageSize }: InboxListProps) {
  return (
    <div className="inbox-foot muted small">
      <span>
        已显示 {rows.length} 件{list.hasNextPage ? '' : '，没有更多'}
      </span>
      <Select
        size="small"
        variant="borderless"
        value={pageSize}
        onChange={onPageSize}
        options={pageSizes.map((size) => ({ value: size, label: `每页 ${size} 件` }))}
        aria-label="每页件数"
        data-testid="page-size"
      />
    </div>
  );
}

function BulkBar({ rows, picked, onPickAll, onBulk }: InboxListProps) {
  const able = rows.some((row) => bulkRefusal(row) === null);
  return (
    <div className="bulk-bar">
      <Checkbox
        disabled={!able}
        checked={picked.length > 0}
        indeterminate={picked.length > 0}
        onChange={onPickAll}
        data-testid="bulk-all"
      >
        {picked.length === 0 ? '批量选择' : `已选 ${picked.length} 件`}
      </Checkbox>
      <span className="muted keys">
        <kbd>j</kbd>
        <kbd>k</kbd> 移动 <kbd>Enter</kbd> 打开 <kbd>?</kbd> 快捷键
      </span>
      <Button
        size="small"
        type="primary"
        disabled={picked.length === 0 || picked.length > BULK_MAX}
        onClick={onBulk}
        data-testid="bulk-open"
      >
        批量同意
      </Button>
    </div>
  );
}

function InboxRow({
  row,
  bulk,
  selected,
  cursor,
  picked,
  onOpen,
  onToggle,
}: InboxListProps & { row: TaskRow; bulk: boolean }) {
  const refusal = bulkRefusal(row);
  const classes = ['inbox-row', row.id === selected && 'is-open', row.id === cursor && 'is-cursor']
    .filter(Boolean)
    .join(' ');
  const place =
    row.subject === 'settlement' || row.subject === 'import'
      ? (row.bankName ?? '')
      : [row.township, row.village].filter(Boolean).join(' · ');
  return (
    <div
      className={classes}
      data-testid="task-row"
      data-task-id={row.id}
      ref={(node) => scrollToCursor(node, row.id === cursor)}
    >
      {bulk && (
        <Tooltip title={refusal ?? undefined} placement="right">
          <Checkbox
            checked={picked.includes(row.id)}
            disabled={refusal !== null}
            onChange={() => onToggle(row.id)}
            aria-label="选择"
            data-testid="task-pick"
          />
        </Tooltip>
      )}
      <button type="button" className="inbox-open" onClick={() => onOpen(row.id)}>
        <span className="inbox-line">
          {row.unread === true && <span className="dot" title="未阅" aria-label="未阅" />}
          <strong>{row.borrower ?? row.countyName}</strong>
          <span className="inbox-step">{row.title}</span>
          <span className="num inbox-amount">{row.amount === null ? '' : `${thousands(row.amount)} 元`}</span>
        </span>
        <span className="inbox-line small">
          <span className="muted ellipsis">
            {row.subject === 'fund' ? '补偿金专户' : row.subjectNo}
            {place !== '' && ` · ${place}`}
          </span>
          <RowState row={row} />
        </span>
        <RowMarks row={row} />
      </button>
    </div>
  );
}

const askedWords = { delegate: '委派给您', cosign: '请您加签' } as const;

/** What is special about a task, in words: asked, urged, marked. */
function RowMarks({ row }: { row: TaskRow }) {
  const me = useMe();
  const isBelow = row.superior != null && row.superior === me.role;
  const marks = [
    ...(isBelow ? [`${platformRoles[row.role] ?? row.role}未办`] : []),
    ...(row.askedOfMe == null ? [] : [askedWords[row.askedOfMe]]),
    ...(row.opinions == null ? [] : [`意见 ${row.opinions.given}/${row.opinions.asked}`]),
    ...(row.urgedOn == null ? [] : [`${row.urgedOn} 被催办`]),
    ...(row.tags ?? []).map((tag) => taskTags[tag]),
  ];
  if (marks.length === 0) return null;
  return (
    <span className="inbox-marks" data-testid="task-marks">
      {marks.map((mark) => (
        <Tag key={mark} variant="filled">
          {mark}
        </Tag>
      ))}
    </span>
  );
}

function RowState({ row }: { row: TaskRow }) {
  if (row.status === 'done' && row.decision !== null)
    return (
      <span className="due due-none">
        {row.decidedByName != null && `${row.decidedByName} `}
        {decisionName(row.decision)}
      </span>
    );
  return (
    <span className="inbox-state">
      {row.claimedByName !== null && <span className="muted">{row.claimedByName} · </span>}
      {row.remindedOn != null && <span className="muted">{row.remindedOn} 催办 · </span>}
      <DueBadge task={row} />
    </span>
  );
}

const scrollToCursor = (node: HTMLElement | null, isCursor: boolean): void => {
  if (isCursor) node?.scrollIntoView({ block: 'nearest' });
};
