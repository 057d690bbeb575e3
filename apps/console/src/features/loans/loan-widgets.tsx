import type { LoanDetail, LoanRow } from '@bangdai/contracts/http';
import { Table } from 'antd';
import { Link } from 'react-router';
import { Amount, FigureStrip, LoanStageTag, Rate, Yuan } from '../../ui/figures';
import { daysBetween, today } from '../../ui/format';
import { products, requestTypes } from '../../ui/labels';
import { Facts } from '../../ui/page';
import { Nothing } from '../../ui/states';

export function MoneyStrip({ loan, subsidyPaid }: { loan: LoanDetail; subsidyPaid?: string | undefined }) {
  if (loan.disbursedOn === null) return <ApplicationStrip loan={loan} />;
  const left = loan.maturesOn === null ? null : daysBetween(today(), loan.maturesOn);
  const live = loan.balance !== null && loan.balance !== '0.00';
  return (
    <FigureStrip
      testId="money-strip"
      items={[
        { label: '合同金额', value: <Yuan value={loan.amount} />, testId: 'loan-amount' },
        { label: '贷款余额', value: <Yuan value={loan.balance} />, testId: 'loan-balance' },
        { label: '年利率', value: <Rate value={loan.annualRate} /> },
        { label: '期限', value: `${loan.termMonths} 个月` },
        { label: '放款日', value: loan.disbursedOn },
        {
          label: '到期日',
          value: (
            <>
              {loan.maturesOn ?? '—'}
              {left !== null && live && (
                <small className={left < 0 ? 'bad' : 'muted'}>
                  {left < 0 ? `已过 ${-left} 天` : `剩 ${left} 天`}
                </small>
              )}
            </>
          ),
        },
        ...(subsidyPaid === undefined ? [] : [{ label: '已贴息', value: <Yuan value={subsidyPaid} /> }]),
      ]}
    />
  );
}

/** Before the money is out there are no figures yet but what was asked for. */
function ApplicationStrip({ loan }: { loan: LoanDetail }) {
  return (
    <FigureStrip
      testId="money-strip"
      items={[
        { label: '申贷金额', value: <Yuan value={loan.requestedAmount} />, testId: 'loan-amount' },
        ...(loan.amount === loan.requestedAmount
          ? []
          : [{ label: '核定金额', value: <Yuan value={loan.amount} /> }]),
        { label: '申贷期限', value: `${loan.termMonths} 个月` },
        { label: '用途', value: loan.purpose.zh },
        { label: '已有银行负债', value: <Yuan value={loan.existingDebt} /> },
        { label: '申请日期', value: loan.appliedOn },
      ]}
    />
  );
}

/** What the form said, personal data masked. */
export function ApplicationFacts({ loan, columns = 2 }: { loan: LoanDetail; columns?: 1 | 2 | 3 }) {
  return (
    <Facts
      columns={columns}
      items={[
        [
          '身份证号',
          <span key="id" className="num">
            {loan.idNumberMasked}
          </span>,
        ],
        [
          '联系电话',
          <span key="phone" className="num">
            {loan.phoneMasked}
          </span>,
        ],
        ['住址', [loan.township, loan.village, loan.group].filter(Boolean).join(' ')],
        ['扶持对象', loan.targetGroup.zh],
        ['申请日期', loan.appliedOn],
        ['申请类型', requestTypes[loan.requestType] ?? loan.requestType],
        ['申贷金额', <Yuan key="amount" value={loan.requestedAmount} />],
        ['申贷期限', `${loan.termMonths} 个月`],
        ['用途', loan.purposeText === '' ? loan.purpose.zh : `${loan.purpose.zh}：${loan.purposeText}`],
        ['已有银行负债', <Yuan key="debt" value={loan.existingDebt} />],
        ['经办银行', loan.bankName],
        ['产品', products[loan.product] ?? loan.product],
        ['政策依据', `${loan.packRef.title}（${loan.packRef.packVersion}）`],
        ['合同编号', loan.contractNo],
      ]}
    />
  );
}

export function HouseholdLoans({ loans }: { loans: readonly LoanRow[] }) {
  if (loans.length === 0) return <Nothing text="本户没有其他贷款" />;
  return (
    <Table<LoanRow>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={[...loans]}
      columns={[
        {
          title: '贷款编号',
          render: (_, row) => <Link to={`/loans/${row.id}`}>{row.loanNo}</Link>,
          width: 160,
        },
        { title: '借款人', dataIndex: 'borrower', width: 90 },
        { title: '状态', width: 110, render: (_, row) => <LoanStageTag stage={row.stage} /> },
        {
          title: '合同金额（元）',
          align: 'right',
          width: 130,
          render: (_, row) => <Amount value={row.amount} />,
        },
        {
          title: '余额（元）',
          align: 'right',
          width: 130,
          render: (_, row) => <Amount value={row.balance} />,
        },
        { title: '到期日', width: 110, render: (_, row) => row.maturesOn ?? '—' },
      ]}
    />
  );
}
