import type { ClaimRow } from '@bangdai/contracts/http';
import { Button, Select, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { Link, useNavigate } from 'react-router';
import { Amount, ClaimStageTag } from '../../ui/figures';
import { claimStages, options } from '../../ui/labels';
import { ExportButton } from '../../ui/export-button';
import { PageHead, Panel } from '../../ui/page';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { useCounties, useManyBanks } from '../session/queries';
import { FundStrip } from './fund-strip';
import { claimPath, useClaims } from './queries';

const columns: ColumnsType<ClaimRow> = [
  { title: '补偿编号', width: 140, render: (_, row) => <Link to={claimPath(row.id)}>{row.claimNo}</Link> },
  { title: '借款人', dataIndex: 'borrower', width: 90, ellipsis: true },
  { title: '乡镇 · 村', width: 140, ellipsis: true, render: (_, row) => `${row.township} · ${row.village}` },
  { title: '银行', dataIndex: 'bankName', width: 150, ellipsis: true },
  { title: '原因', width: 120, ellipsis: true, render: (_, row) => row.cause.zh },
  { title: '阶段', width: 108, render: (_, row) => <ClaimStageTag stage={row.stage} /> },
  { title: '申报日', dataIndex: 'filedOn', width: 106, className: 'num' },
  { title: '本金（元）', width: 116, align: 'right', render: (_, row) => <Amount value={row.principal} /> },
  {
    title: '补偿金承担（元）',
    width: 136,
    align: 'right',
    render: (_, row) => <Amount value={row.fundPaid} strong />,
  },
  { title: '已追回（元）', width: 110, align: 'right', render: (_, row) => <Amount value={row.recovered} /> },
];

export function ClaimsPage() {
  const [get, set] = useUrlState();
  const navigate = useNavigate();
  const manyBanks = useManyBanks();
  const counties = useCounties().data ?? [];
  const list = useClaims({ county: get('county'), stage: get('stage') });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHead
        title="风险补偿"
        note="贷款逾期后由银行或村里在贷款页面申报，核实后按方案分担，追回款按比例返还"
        extra={
          <ExportButton
            path="claims"
            query={{ county: get('county'), stage: get('stage') }}
            testId="export-claims"
          />
        }
      />
      <FundStrip />
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
          options={options(claimStages)}
          data-testid="claim-filter-stage"
        />
      </div>
      {list.error !== null && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      <Panel flush>
        <Table<ClaimRow>
          size="small"
          rowKey="id"
          pagination={false}
          loading={list.isPending}
          dataSource={rows}
          columns={columns.filter((column) => manyBanks || column.title !== '银行')}
          scroll={{ x: 1000 }}
          locale={{
            emptyText: (
              <Nothing text="没有补偿申请" action={<Link to="/loans?stage=overdue">查看逾期贷款</Link>} />
            ),
          }}
          onRow={(row) =>
            ({
              onClick: () => void navigate(claimPath(row.id)),
              className: 'clickable',
              'data-testid': 'claim-row',
              'data-claim-no': row.claimNo,
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
