import type { SettlementDetail, SettlementLineRow } from '@bangdai/contracts/http';
import { Button, Segmented, Table } from 'antd';
import { useState } from 'react';
import { ExportButton } from '../../ui/export-button';
import { subsidyStates } from '../../ui/labels';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { Search } from '../reviews/inbox-bar';
import { useMe } from '../session/me-context';
import { LineActionDialog } from './line-action.dialog';
import { actionNames, actionsFor, mayApplyTo, type LineAction } from './line-actions';
import { MendAccountDialog } from './mend-account.dialog';
import { settlementPath, useSettlementLines } from './queries';
import { lineColumns } from './settlement-widgets';

const states = ['claimed', 'disputed', 'excluded', 'held', 'waiting', 'failed', 'paid'] as const;
const keyOf = (row: SettlementLineRow): string => `${row.loanId}/${row.carriedFrom ?? ''}/${row.subsidy}`;

/** 贴息明细: the platform's and the bank's figures side by side; the chosen ones can be settled together. */
export function SettlementLines({ settlement }: { settlement: SettlementDetail }) {
  const [get, set] = useUrlState();
  const me = useMe();
  const [state, q] = [get('state'), get('q')];
  const lines = useSettlementLines(settlement.id, { state, q });
  const rows = lines.data?.pages.flatMap((page) => page.rows) ?? [];
  const [picked, setPicked] = useState<SettlementLineRow[]>([]);
  const [acting, setActing] = useState<LineAction>();
  const [mending, setMending] = useState<SettlementLineRow>();
  const actions = actionsFor(
    me.role,
    settlement.stage,
    settlement.steps.map(({ role }) => role),
  );
  const mends = me.role === 'township' && (settlement.failed ?? 0) > 0;
  return (
    <>
      <div className="toolbar">
        <Search value={q} onSearch={(text) => set({ q: text })} />
        <Segmented
          value={state ?? ''}
          onChange={(value) => set({ state: value })}
          options={[
            { value: '', label: '全部' },
            ...states.map((value) => ({
              value,
              label: <span data-testid={`lines-${value}`}>{subsidyStates[value]}</span>,
            })),
          ]}
        />
        <ExportButton
          path={`${settlementPath(settlement.id).slice(1)}/lines`}
          query={{ state, q }}
          testId="export-lines"
        />
      </div>
      {actions.length > 0 && (
        <div className="toolbar" data-testid="line-actions">
          <span className="muted">已选 {picked.length} 笔</span>
          {actions.map((action) => (
            <Button
              key={action}
              size="small"
              danger={action === 'exclude'}
              disabled={!mayApplyTo(action, picked)}
              onClick={() => setActing(action)}
              data-testid={`line-action-${action}`}
            >
              {actionNames[action]}
            </Button>
          ))}
        </div>
      )}
      {lines.error !== null && <ProblemAlert error={lines.error} onRetry={() => void lines.refetch()} />}
      <Table
        size="small"
        rowKey={keyOf}
        pagination={false}
        loading={lines.isPending}
        scroll={{ x: 1240, y: 480 }}
        dataSource={rows}
        columns={mends ? [...lineColumns, mendColumn(setMending)] : lineColumns}
        {...(actions.length > 0
          ? {
              rowSelection: {
                selectedRowKeys: picked.map(keyOf),
                onChange: (_: unknown, chosen: SettlementLineRow[]) => setPicked(chosen),
              },
            }
          : {})}
        locale={{ emptyText: <Nothing text="没有符合条件的明细" /> }}
        onRow={(row) => ({ 'data-testid': 'settlement-line', 'data-state': row.state }) as object}
      />
      {lines.hasNextPage && (
        <div className="load-more">
          <Button loading={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
            加载更多
          </Button>
        </div>
      )}
      {acting !== undefined && (
        <LineActionDialog
          settlement={settlement}
          action={acting}
          lines={picked}
          onClose={(done) => {
            setActing(undefined);
            if (done) setPicked([]);
          }}
        />
      )}
      {mending !== undefined && (
        <MendAccountDialog
          settlementId={settlement.id}
          line={mending}
          onClose={() => setMending(undefined)}
        />
      )}
    </>
  );
}

const mendColumn = (onMend: (row: SettlementLineRow) => void) => ({
  title: '办理',
  width: 96,
  fixed: 'right' as const,
  render: (_: unknown, row: SettlementLineRow) =>
    row.state === 'failed' && (
      <Button size="small" type="link" onClick={() => onMend(row)} data-testid="mend-account-open">
        更正账户
      </Button>
    ),
});
