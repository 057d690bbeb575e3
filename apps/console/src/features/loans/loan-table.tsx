import type { LoanRow } from '@bangdai/contracts/http';
import { Button, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { Link, useNavigate } from 'react-router';
import { mayImport } from '../../app/menu';
import { Amount, LoanStageTag, Rate } from '../../ui/figures';
import { Panel } from '../../ui/page';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useMe } from '../session/me-context';
import { useManyBanks } from '../session/queries';
import { isLoanFiltered, type LoanFilters } from './loan-filters';
import { loanPath, useLoanList } from './queries';

const PAGE_SIZE = 100;

const columns: ColumnsType<LoanRow> = [
  { title: '贷款编号', width: 128, render: (_, row) => <Link to={loanPath(row.id)}>{row.loanNo}</Link> },
  { title: '借款人', dataIndex: 'borrower', width: 90, ellipsis: true },
  { title: '乡镇 · 村', width: 150, ellipsis: true, render: (_, row) => `${row.township} · ${row.village}` },
  { title: '经办银行', dataIndex: 'bankName', width: 130, ellipsis: true },
  { title: '状态', width: 108, render: (_, row) => <LoanStageTag stage={row.stage} /> },
  { title: '合同金额（元）', width: 124, align: 'right', render: (_, row) => <Amount value={row.amount} /> },
  {
    title: '余额（元）',
    width: 116,
    align: 'right',
    render: (_, row) => <Amount value={row.balance} strong />,
  },
  { title: '年利率', width: 76, align: 'right', render: (_, row) => <Rate value={row.annualRate} /> },
  { title: '放款日', width: 104, className: 'num', render: (_, row) => row.disbursedOn ?? '—' },
  { title: '到期日', width: 104, className: 'num', render: (_, row) => row.maturesOn ?? '—' },
];

/** The rows behind the totals, page by page; a row opens its loan. */
export function LoanTable({ filters, total }: { filters: LoanFilters; total: number | undefined }) {
  const list = useLoanList(filters, PAGE_SIZE);
  const manyBanks = useManyBanks();
  const navigate = useNavigate();
  const me = useMe();
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Panel
      title="贷款明细"
      flush
      extra={
        <span className="muted small">
          已显示 {rows.length} / {total ?? '…'} 笔
        </span>
      }
    >
      {list.error !== null && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      <Table<LoanRow>
        size="small"
        rowKey="id"
        pagination={false}
        loading={list.isPending}
        dataSource={rows}
        columns={columns.filter((column) => manyBanks || column.title !== '经办银行')}
        scroll={{ x: 1000 }}
        locale={{
          emptyText: isLoanFiltered(filters) ? (
            <Nothing text="没有符合条件的贷款，可放宽筛选" />
          ) : (
            <Nothing
              text="还没有贷款"
              action={mayImport(me.role) ? <Link to="/imports">导入存量贷款</Link> : undefined}
            />
          ),
        }}
        onRow={(row) =>
          ({
            onClick: () => void navigate(loanPath(row.id)),
            className: 'clickable',
            'data-testid': 'loan-row',
            'data-loan-no': row.loanNo,
          }) as object
        }
      />
      {list.hasNextPage && (
        <div className="load-more">
          <Button
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
            data-testid="load-more"
          >
            加载更多
          </Button>
        </div>
      )}
    </Panel>
  );
}
