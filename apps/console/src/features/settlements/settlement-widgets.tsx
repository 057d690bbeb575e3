import type { SettlementDetail, SettlementLineRow } from '@bangdai/contracts/http';
import { Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { Link } from 'react-router';
import { subtractMoney } from '@bangdai/domain';
import { Amount, FigureStrip, Rate, Yuan } from '../../ui/figures';
import { paymentStates, subsidyStates } from '../../ui/labels';
import { Nothing } from '../../ui/states';

const lineTones: Record<string, string> = {
  held: 'warning',
  waiting: 'warning',
  failed: 'error',
  disputed: 'error',
  paid: 'success',
  claimed: 'processing',
  excluded: 'default',
};

export function SettlementFigures({ settlement }: { settlement: SettlementDetail }) {
  const { bankTotal, total } = settlement;
  const gap = bankTotal === null ? null : subtractMoney(bankTotal, total);
  return (
    <FigureStrip
      testId="settlement-figures"
      items={[
        { label: '应付贴息', value: <Yuan value={total} />, testId: 'settlement-total' },
        {
          label: '银行报送',
          value: bankTotal === null ? '尚未报送' : <Yuan value={bankTotal} />,
          testId: 'settlement-bank-total',
        },
        {
          label: '差额',
          value: <Yuan value={gap} />,
          ...(gap !== null && gap !== '0.00' ? { tone: 'bad' as const } : {}),
          hint: '银行报送数减平台测算数',
        },
        { label: '笔数', value: `${settlement.lines} 笔`, testId: 'settlement-lines' },
        {
          label: '有差异',
          value: `${settlement.disputed} 笔`,
          ...(settlement.disputed > 0 ? { tone: 'bad' as const } : {}),
          testId: 'settlement-disputed',
        },
        { label: '已剔除', value: `${settlement.excluded} 笔` },
        ...countOf('留待下期', settlement.held, '与银行未核对一致，转入下期结算'),
        ...countOf('待付息证明', settlement.waiting, '没有借款人付息证明，转入下期结算'),
        ...countOf('入账失败', settlement.failed, '收款账户退回，由乡镇更正后再付'),
        ...(settlement.forecastTotal == null
          ? []
          : [
              {
                label: '银行测算',
                value: <Yuan value={settlement.forecastTotal} />,
                hint: '银行结息日前提前计算的数，以正式清单为准',
              },
            ]),
        { label: '收款方', value: settlement.payee },
      ]}
    />
  );
}

const countOf = (label: string, count: number | undefined, hint: string) =>
  count === undefined || count === 0 ? [] : [{ label, value: `${count} 笔`, hint, tone: 'bad' as const }];

export const lineColumns: ColumnsType<SettlementLineRow> = [
  {
    title: '贷款编号',
    width: 150,
    render: (_, row) => (
      <>
        <Link to={`/loans/${row.loanId}`}>{row.loanNo}</Link>
        {(row.sequence ?? 0) > 0 && <Tag title={`对 ${row.periodFrom} 起一期的调整`}>调整</Tag>}
      </>
    ),
  },
  { title: '借款人', dataIndex: 'borrower', width: 84, ellipsis: true },
  { title: '乡镇 · 村', width: 136, ellipsis: true, render: (_, row) => `${row.township} · ${row.village}` },
  { title: '贴息天数', dataIndex: 'nights', width: 80, align: 'right', className: 'num' },
  { title: '利息（元）', width: 104, align: 'right', render: (_, row) => <Amount value={row.interest} /> },
  { title: '贴息率', width: 76, align: 'right', render: (_, row) => <Rate value={row.subsidyRate} /> },
  {
    title: '贴息（元）',
    width: 110,
    align: 'right',
    render: (_, row) => <Amount value={row.subsidy} strong />,
  },
  {
    title: '银行数（元）',
    width: 108,
    align: 'right',
    render: (_, row) => <Amount value={row.bankSubsidy} />,
  },
  {
    title: '差额（元）',
    width: 96,
    align: 'right',
    render: (_, row) => (
      <span className={row.difference !== null && row.difference !== '0.00' ? 'bad' : ''}>
        <Amount value={row.difference} />
      </span>
    ),
  },
  {
    title: '银行天数',
    width: 80,
    align: 'right',
    className: 'num',
    render: (_, row) => (
      <span className={row.bankNights != null && row.bankNights !== row.nights ? 'bad' : ''}>
        {row.bankNights ?? '—'}
      </span>
    ),
  },
  {
    title: '银行测算（元）',
    width: 112,
    align: 'right',
    render: (_, row) => <Amount value={row.forecastSubsidy} />,
  },
  {
    title: '状态',
    width: 128,
    fixed: 'right',
    render: (_, row) => (
      <Tag variant="filled" color={lineTones[row.state] ?? 'default'}>
        {subsidyStates[row.state] ?? row.state}
        {row.carriedFrom != null && '（上期转入）'}
      </Tag>
    ),
  },
];

/** Where there is little room, what the difference is made of can be read on the loan. */
export const disputedColumns = lineColumns.filter(
  ({ title }) => !['利息（元）', '贴息率', '银行测算（元）', '状态'].includes(String(title)),
);

type Order = SettlementDetail['orders'][number];
const orderTones: Record<string, string> = { CONFIRMED: 'success', REJECTED: 'error', UNKNOWN: 'warning' };

/** Payment orders of a settlement or a claim: what the treasury was asked, and what it answered. */
export function PaymentOrders({ orders }: { orders: readonly Order[] }) {
  if (orders.length === 0) return <Nothing text="审定后自动生成拨付指令" />;
  return (
    <ul className="orders">
      {orders.map((order) => (
        <li key={order.orderNo} data-testid="payment-order" data-state={order.state}>
          <div>
            <Yuan value={order.amount} />
            <Tag variant="filled" color={orderTones[order.state] ?? 'processing'}>
              {paymentStates[order.state] ?? order.state}
            </Tag>
          </div>
          <div className="muted small wrap-any">{order.orderNo}</div>
          {order.paidOn !== null && <div className="muted small">到账日 {order.paidOn}</div>}
        </li>
      ))}
    </ul>
  );
}
