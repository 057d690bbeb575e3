import type { CounterpartView } from '@bangdai/contracts/http';
import { useQuery } from '@tanstack/react-query';
import { Button, Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useState } from 'react';
import { read } from '../../api/client';
import { mayHandInFiles, mayManageCounterparts } from '../../app/menu';
import { instant } from '../../ui/format';
import { PageHead, Panel } from '../../ui/page';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useMe } from '../session/me-context';
import { CounterpartSettings, settingsText } from './counterpart-settings';
import { HandInPanel } from './hand-in.panel';
import { SecretDialog } from './secret.dialog';

const circuits = { closed: '正常', halfOpen: '试探中', open: '已断开' };
const tones = { closed: 'success', halfOpen: 'warning', open: 'error' };

/** How banks and treasuries are reached, what waits for them, whether their machines answer. */
export function CounterpartsPage() {
  const me = useMe();
  const list = useQuery({
    queryKey: ['counterparts'],
    queryFn: ({ signal }) => read<CounterpartView[]>('/counterparts', {}, signal),
    refetchInterval: 15_000,
  });
  const rows = list.data ?? [];
  return (
    <>
      <PageHead title="对接方" note="各县银行与国库的对接方式、积压与线路状态" />
      {list.error !== null && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      <Panel flush>
        <Table<CounterpartView>
          size="small"
          rowKey={(row) => `${row.county}/${row.kind}/${row.code}`}
          pagination={false}
          loading={list.isPending}
          dataSource={rows}
          columns={columnsFor(mayManageCounterparts(me.role))}
          scroll={{ x: 1100 }}
          locale={{ emptyText: <Nothing text="没有对接方" /> }}
        />
      </Panel>
      {mayHandInFiles(me.role) &&
        rows
          .filter((row) => row.adapter !== 'http' && isOwn(row, me.role))
          .map((row) => <HandInPanel key={`${row.kind}/${row.code}`} row={row} />)}
    </>
  );
}

/** A clerk hands in for the own house alone; the list holds only banks of the actor's own already. */
const isOwn = (row: CounterpartView, role: string): boolean =>
  (row.kind === 'treasury') === (role === 'treasury');

function columnsFor(mayChange: boolean): ColumnsType<CounterpartView> {
  return [
    { title: '区县', dataIndex: 'countyName', width: 120, ellipsis: true },
    {
      title: '对接方',
      width: 170,
      ellipsis: true,
      render: (_, row) => (row.kind === 'treasury' ? '国库' : row.name),
    },
    {
      title: '方式',
      width: 220,
      render: (_, row) =>
        mayChange ? (
          <CounterpartSettings row={row} />
        ) : (
          settingsText(row).map((line, at) => (
            <div key={line} className={at === 0 ? '' : 'muted'}>
              {line}
            </div>
          ))
        ),
    },
    {
      title: '密钥',
      width: 200,
      render: (_, row) => <Secret row={row} mayChange={mayChange} />,
    },
    {
      title: '线路',
      width: 190,
      render: (_, row) =>
        row.circuit === null ? (
          <span className="muted">—</span>
        ) : (
          <>
            <Tag color={tones[row.circuit.state]} data-testid={`circuit-${row.kind}-${row.county}`}>
              {circuits[row.circuit.state]}
            </Tag>
            <span className="muted">{instant(row.circuit.seenAt)}</span>
          </>
        ),
    },
    { title: '待送', dataIndex: 'waiting', width: 80, align: 'right', className: 'num' },
    { title: '未送达 / 待查', dataIndex: 'undelivered', width: 110, align: 'right', className: 'num' },
    {
      title: '文件 出 / 入',
      width: 110,
      align: 'right',
      render: (_, row) => <span className="num">{`${row.filesOut} / ${row.filesIn}`}</span>,
    },
  ];
}

/** Whether it has a secret of its own and until when the one before is accepted; never the secret. */
function Secret({ row, mayChange }: { row: CounterpartView; mayChange: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const until = row.secret?.previousValidUntil ?? null;
  return (
    <>
      <span data-testid={`secret-${row.kind}-${row.county}-${row.code}`}>
        {row.secret === null ? <span className="muted">未单独设定</span> : instant(row.secret.setAt)}
      </span>
      {until !== null && <div className="muted">原密钥至 {instant(until)}</div>}
      {mayChange && (
        <Button
          type="link"
          size="small"
          onClick={() => setOpen(true)}
          data-testid={`secret-change-${row.kind}-${row.county}-${row.code}`}
        >
          {row.secret === null ? '设定' : '更换'}
        </Button>
      )}
      {isOpen && <SecretDialog row={row} onClose={() => setOpen(false)} />}
    </>
  );
}
