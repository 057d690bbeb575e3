import type { SettlementRow } from '@bangdai/contracts/http';
import { Button, Select, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useState } from 'react';
import { Link, Navigate, useNavigate } from 'react-router';
import { mayOpenSettlement } from '../../app/menu';
import { Amount, SettlementStageTag } from '../../ui/figures';
import { PageHead, Panel } from '../../ui/page';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { useMe } from '../session/me-context';
import { useCounties, useManyBanks } from '../session/queries';
import { OpenSettlementDialog } from './open-settlement.dialog';
import { settlementPath, useSettlements } from './queries';
import { quarterName } from './quarters';

const columns: ColumnsType<SettlementRow> = [
  {
    title: '结算单号',
    width: 226,
    ellipsis: true,
    render: (_, row) => <Link to={settlementPath(row.id)}>{row.settlementNo}</Link>,
  },
  { title: '区县', dataIndex: 'countyName', width: 110, ellipsis: true },
  { title: '银行', dataIndex: 'bankName', ellipsis: true },
  { title: '季度', width: 130, render: (_, row) => quarterName(row.settleOn) },
  {
    title: '结息期间',
    width: 200,
    className: 'num',
    render: (_, row) => `${row.periodFrom} 至 ${row.periodTo}`,
  },
  { title: '阶段', width: 96, render: (_, row) => <SettlementStageTag stage={row.stage} /> },
  { title: '笔数', dataIndex: 'lines', width: 76, align: 'right', className: 'num' },
  {
    title: '差异',
    width: 70,
    align: 'right',
    className: 'num',
    render: (_, row) => <span className={row.disputed > 0 ? 'bad' : 'muted'}>{row.disputed}</span>,
  },
  {
    title: '应付贴息（元）',
    width: 132,
    align: 'right',
    render: (_, row) => <Amount value={row.total} strong />,
  },
  { title: '拨付日', width: 106, className: 'num', render: (_, row) => row.paidOn ?? '—' },
];

export function SettlementsPage() {
  const [get, set] = useUrlState();
  const me = useMe();
  const counties = useCounties().data ?? [];
  const list = useSettlements(get('county'));
  const navigate = useNavigate();
  const manyBanks = useManyBanks();
  const [opening, setOpening] = useState(false);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const linked = rows.find((row) => row.settlementNo === get('no'));
  if (linked !== undefined) return <Navigate to={settlementPath(linked.id)} replace />;
  const mayOpen = mayOpenSettlement(me.role);
  const openButton = (
    <Button type="primary" onClick={() => setOpening(true)} data-testid="open-settlement">
      开启一期结算
    </Button>
  );
  return (
    <>
      <PageHead
        title="贴息结算"
        note="每个银行每季一单：归集、与银行逐笔核对、签批、拨付"
        extra={mayOpen && openButton}
      />
      {counties.length > 1 && (
        <div className="filters block-gap">
          <Select
            allowClear
            placeholder="区县"
            value={get('county')}
            onChange={(county?: string) => set({ county })}
            options={counties.map(({ code, name }) => ({ value: code, label: name }))}
          />
        </div>
      )}
      {list.error !== null && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      <Panel flush>
        <Table<SettlementRow>
          size="small"
          rowKey="id"
          pagination={false}
          loading={list.isPending}
          dataSource={rows}
          columns={columns.filter(
            ({ title }) => (title !== '区县' || counties.length > 1) && (title !== '银行' || manyBanks),
          )}
          scroll={{ x: 1000 }}
          locale={{
            emptyText: (
              <Nothing
                text="还没有结算。结息日系统自动开启，也可以手工开启"
                action={mayOpen ? openButton : undefined}
              />
            ),
          }}
          onRow={(row) =>
            ({
              onClick: () => void navigate(settlementPath(row.id)),
              className: 'clickable',
              'data-testid': 'settlement-row',
              'data-settlement-no': row.settlementNo,
            }) as object
          }
        />
        {list.hasNextPage && (
          <div className="load-more">
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              加载更多
            </Button>
          </div>
        )}
      </Panel>
      {opening && <OpenSettlementDialog onClose={() => setOpening(false)} />}
    </>
  );
}
