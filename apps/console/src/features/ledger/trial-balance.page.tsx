import type { TrialBalance, TrialBalanceRow } from '@bangdai/contracts/http';
import { Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { Link } from 'react-router';
import { DateField } from '../../ui/date-field';
import { ExportButton } from '../../ui/export-button';
import { Amount } from '../../ui/figures';
import { today } from '../../ui/format';
import { accountGroups, accountKindName } from '../../ui/ledger-labels';
import { PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { BooksBar } from './books-bar';
import { LedgerTabs, Side } from './ledger-widgets';
import { accountsPath, statementPath, useBooksCounty, useTrialBalance } from './queries';

/** What an account stood at on a day, chapter by chapter; both sides must agree. */
export function TrialBalancePage() {
  const [get, set] = useUrlState();
  const county = useBooksCounty(get('county'));
  const on = get('on') ?? today();
  const balance = useTrialBalance(county, on);
  return (
    <>
      <PageHead
        title="会计账"
        note="每笔资金复式记账，只增不改；更正用冲正。点金额可查到分录和业务"
        extra={<LedgerTabs value="/ledger" />}
      />
      <BooksBar county={county} onCounty={(code) => set({ county: code })}>
        <div style={{ width: 180 }}>
          <DateField value={on} onChange={(day) => set({ on: day })} notAfterToday testId="books-on" />
        </div>
        <ExportButton path="trial-balance" query={{ county, on }} testId="export-trial-balance" />
      </BooksBar>
      <Loaded query={balance}>{(data) => <BalanceTable balance={data} on={on} />}</Loaded>
    </>
  );
}

function columnsFor(balance: TrialBalance, on: string): ColumnsType<TrialBalanceRow> {
  const { county } = balance;
  const link = (row: TrialBalanceRow) =>
    row.account === null ? accountsPath(row.kind, { county, on }) : statementPath(row.account, { to: on });
  const side = (title: string, value: (row: TrialBalanceRow) => string, strong = false) => ({
    title,
    width: 150,
    align: 'right' as const,
    render: (_: unknown, row: TrialBalanceRow) => (
      <Link to={link(row)} className="plain-link">
        <Side value={value(row)} strong={strong} />
      </Link>
    ),
  });
  return [
    {
      title: '类别',
      width: 130,
      render: (_, row) => (row.group === null ? '其他' : accountGroups[row.group]),
      onCell: (row, index) => ({ rowSpan: spanOf(balance.rows, row, index ?? 0) }),
    },
    {
      title: '科目',
      render: (_, row) => (
        <Link to={link(row)}>
          {accountKindName(row.kind)}
          {row.owner !== null && <span className="muted"> · {row.ownerName ?? ownerOf(row)}</span>}
          {row.account === null && <span className="muted"> · {row.accounts} 户</span>}
        </Link>
      ),
    },
    side('借方发生（元）', (row) => row.debit),
    side('贷方发生（元）', (row) => row.credit),
    side('借方余额（元）', (row) => row.debitBalance, true),
    side('贷方余额（元）', (row) => row.creditBalance, true),
  ];
}

/** Years and parties speak for themselves; the offset of memo figures names the account it stands against. */
const ownerOf = ({ kind, owner }: TrialBalanceRow): string =>
  kind === 'memoOffset' ? accountKindName(owner ?? '') : (owner ?? '');

/** Rows of one chapter share its cell. */
function spanOf(rows: readonly TrialBalanceRow[], row: TrialBalanceRow, index: number): number {
  if (index > 0 && rows[index - 1]?.group === row.group) return 0;
  let span = 1;
  while (rows[index + span]?.group === row.group && rows[index + span] !== undefined) span += 1;
  return span;
}

function BalanceTable({ balance, on }: { balance: TrialBalance; on: string }) {
  return (
    <Panel
      flush
      title={`${balance.countyName} 截至 ${balance.on}，共 ${balance.entries} 笔分录`}
      extra={
        <Tag
          variant="filled"
          color={balance.balanced ? 'success' : 'error'}
          data-testid="balanced"
          data-balanced={balance.balanced}
        >
          {balance.balanced ? '借贷平衡' : '借贷不平'}
        </Tag>
      }
      testId="trial-balance"
    >
      <Table<TrialBalanceRow>
        size="small"
        rowKey={(row) => `${row.kind}/${row.owner ?? ''}`}
        pagination={false}
        dataSource={balance.rows}
        columns={columnsFor(balance, on)}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Nothing text="这一天还没有分录" /> }}
        summary={() => <Totals balance={balance} />}
      />
    </Panel>
  );
}

function Totals({ balance }: { balance: TrialBalance }) {
  const { debit, credit, debitBalance, creditBalance } = balance;
  return (
    <Table.Summary.Row>
      <Table.Summary.Cell index={0} colSpan={2}>
        合计
      </Table.Summary.Cell>
      {[debit, credit, debitBalance, creditBalance].map((value, index) => (
        <Table.Summary.Cell key={index} index={index + 2} align="right">
          <Amount value={value} strong />
        </Table.Summary.Cell>
      ))}
    </Table.Summary.Row>
  );
}
