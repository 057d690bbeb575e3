import type { LedgerRow, LoanMoney } from '@bangdai/contracts/http';
import { Table, Tag } from 'antd';
import { Link } from 'react-router';
import { textOf } from '@bangdai/contracts/http';
import { Amount, FigureStrip, Rate, Yuan } from '../../ui/figures';
import { subsidyStates } from '../../ui/labels';
import { accountName, journalKindName } from '../../ui/ledger-labels';
import { CorrectReceiptButton, Corrections } from './corrections';
import { Loaded } from '../../ui/states';
import { useLoanMoney } from './queries';

const tones: Record<string, string> = {
  paid: 'success',
  claimed: 'processing',
  disputed: 'error',
  planned: 'default',
  excluded: 'warning',
};

export function LoanMoneyTab({ loanId }: { loanId: string }) {
  const query = useLoanMoney(loanId);
  return (
    <Loaded query={query}>
      {(money) => (
        <>
          <FigureStrip
            items={[
              { label: '已拨付贴息', value: <Yuan value={money.subsidyPaid} />, testId: 'subsidy-paid' },
              {
                label: '预计贴息',
                value: <Yuan value={money.subsidyPlanned} />,
                hint: '按现有余额和到期日测算',
              },
              { label: '还款笔数', value: `${money.repayments.length} 笔` },
            ]}
          />
          <h3>贴息</h3>
          <SubsidyTable rows={money.subsidy} />
          <h3>还款</h3>
          <RepaymentTable rows={money.repayments} loanId={loanId} />
          <Corrections loanId={loanId} />
          <h3>账簿分录</h3>
          <LedgerTable rows={money.ledger} />
        </>
      )}
    </Loaded>
  );
}

function SubsidyTable({ rows }: { rows: LoanMoney['subsidy'] }) {
  if (rows.length === 0) return <p className="muted">放款后按季度生成贴息计划</p>;
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.periodFrom}-${row.sequence ?? 0}`}
      pagination={false}
      dataSource={rows}
      scroll={{ x: 640 }}
      data-testid="subsidy-table"
      columns={[
        {
          title: '期间',
          width: 190,
          className: 'num',
          render: (_, row) => (
            <>
              {row.periodFrom} 至 {row.periodTo}
              {(row.sequence ?? 0) > 0 && <Tag>调整</Tag>}
            </>
          ),
        },
        { title: '天数', dataIndex: 'nights', width: 60, align: 'right', className: 'num' },
        {
          title: '利息（元）',
          width: 100,
          align: 'right',
          render: (_, row) => <Amount value={row.interest} />,
        },
        { title: '贴息率', width: 76, align: 'right', render: (_, row) => <Rate value={row.subsidyRate} /> },
        {
          title: '贴息（元）',
          width: 100,
          align: 'right',
          render: (_, row) => <Amount value={row.subsidy} strong />,
        },
        {
          title: '自付（元）',
          width: 96,
          align: 'right',
          render: (_, row) => <Amount value={row.borrowerShare} />,
        },
        {
          title: '状态',
          width: 150,
          render: (_, row) => (
            <>
              <Tag variant="filled" color={tones[row.state] ?? 'default'}>
                {subsidyStates[row.state] ?? row.state}
              </Tag>
              {row.settlementNo !== null && (
                <Link to={`/settlements?no=${encodeURIComponent(row.settlementNo)}`}>结算单</Link>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

function RepaymentTable({ rows, loanId }: { rows: LoanMoney['repayments']; loanId: string }) {
  if (rows.length === 0) return <p className="muted">还没有还款</p>;
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.receiptNo}-${row.code ?? ''}`}
      pagination={false}
      dataSource={rows}
      columns={[
        { title: '回单号', dataIndex: 'receiptNo', ellipsis: true },
        { title: '还款日', dataIndex: 'paidOn', width: 110, className: 'num' },
        {
          title: '本金（元）',
          width: 120,
          align: 'right',
          render: (_, row) => <Amount value={row.principal} strong />,
        },
        {
          title: '利息（元）',
          width: 110,
          align: 'right',
          render: (_, row) => <Amount value={row.interest} />,
        },
        {
          title: '入账',
          width: 180,
          render: (_, row) =>
            row.booked ? (
              <Tag variant="filled" color="success">
                已入账
              </Tag>
            ) : (
              <span className="bad">{row.code === null ? '未入账' : textOf(row.code)}</span>
            ),
        },
        {
          title: '',
          width: 80,
          render: (_, row) => row.booked && <CorrectReceiptButton loanId={loanId} receipt={row} />,
        },
      ]}
    />
  );
}

function LedgerTable({ rows }: { rows: LedgerRow[] }) {
  if (rows.length === 0) return <p className="muted">还没有分录</p>;
  return (
    <Table<LedgerRow>
      size="small"
      rowKey={(row) => `${row.entryId}-${row.account}-${row.debit}-${row.credit}`}
      pagination={false}
      dataSource={rows}
      columns={[
        { title: '日期', dataIndex: 'on', width: 110, className: 'num' },
        { title: '摘要', width: 130, ellipsis: true, render: (_, row) => journalKindName(row.kind) },
        { title: '科目', ellipsis: true, render: (_, row) => accountName(row.account) },
        {
          title: '借方（元）',
          width: 120,
          align: 'right',
          render: (_, row) => <Amount value={row.debit === '0.00' ? null : row.debit} />,
        },
        {
          title: '贷方（元）',
          width: 120,
          align: 'right',
          render: (_, row) => <Amount value={row.credit === '0.00' ? null : row.credit} />,
        },
      ]}
    />
  );
}
