import type { ClawbackRow } from '@bangdai/contracts/http';
import { Button, Select, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { Link, useNavigate } from 'react-router';
import { ExportButton } from '../../ui/export-button';
import { Amount } from '../../ui/figures';
import { clawbackStages, options } from '../../ui/labels';
import { PageHead, Panel } from '../../ui/page';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { useCounties, useManyBanks } from '../session/queries';
import { ClawbackStageTag } from './clawback-widgets';
import { clawbackPath, useClawbacks } from './queries';

const columns: ColumnsType<ClawbackRow> = [
  { title: '案件编号', width: 140, render: (_, row) => <Link to={clawbackPath(row.id)}>{row.caseNo}</Link> },
  { title: '借款人', dataIndex: 'borrower', width: 90, ellipsis: true },
  { title: '乡镇 · 村', width: 140, ellipsis: true, render: (_, row) => `${row.township} · ${row.village}` },
  { title: '银行', dataIndex: 'bankName', width: 150, ellipsis: true },
  { title: '原因', width: 100, ellipsis: true, render: (_, row) => row.cause.zh },
  { title: '阶段', width: 150, render: (_, row) => <ClawbackStageTag stage={row.stage} /> },
  { title: '立案日', dataIndex: 'openedOn', width: 106, className: 'num' },
  { title: '退回期限', width: 106, className: 'num', render: (_, row) => row.payBy ?? '—' },
  {
    title: '追回金额（元）',
    width: 124,
    align: 'right',
    render: (_, row) => <Amount value={row.amount} strong />,
  },
  {
    title: '尚未收回（元）',
    width: 124,
    align: 'right',
    render: (_, row) => <Amount value={row.outstanding} />,
  },
];

export function ClawbacksPage() {
  const [get, set] = useUrlState();
  const navigate = useNavigate();
  const manyBanks = useManyBanks();
  const counties = useCounties().data ?? [];
  const list = useClawbacks({ county: get('county'), stage: get('stage') });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHead
        title="贴息追回"
        note="虚报冒领、改变用途、不符合条件或多拨付的贴息，经主管部门与财政两人认定后追回；在贷款页面立案"
        extra={
          <ExportButton
            path="clawbacks"
            query={{ county: get('county'), stage: get('stage') }}
            testId="export-clawbacks"
          />
        }
      />
      <div className="filters block-gap">
        {counties.length > 1 && (
          <Select
            allowClear
            placeholder="区县"
            value={get('county')}
            onChange={(county?: string) => set({ county })}
            options={counties.map(({ code, name }) => ({ value: code, label: name }))}
          />
        )}
        <Select
          allowClear
          placeholder="阶段"
          value={get('stage')}
          onChange={(stage?: string) => set({ stage })}
          options={options(clawbackStages)}
          data-testid="clawback-filter-stage"
        />
      </div>
      {list.error !== null && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      <Panel flush>
        <Table<ClawbackRow>
          size="small"
          rowKey="id"
          pagination={false}
          loading={list.isPending}
          dataSource={rows}
          columns={columns.filter((column) => manyBanks || column.title !== '银行')}
          scroll={{ x: 1000 }}
          locale={{
            emptyText: <Nothing text="没有追回案件" action={<Link to="/loans">到贷款台账立案</Link>} />,
          }}
          onRow={(row) =>
            ({
              onClick: () => void navigate(clawbackPath(row.id)),
              className: 'clickable',
              'data-testid': 'clawback-row',
              'data-case-no': row.caseNo,
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
    </>
  );
}
