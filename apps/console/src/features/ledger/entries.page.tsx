import type { LedgerRow } from '@bangdai/contracts/http';
import { Input, Select, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { Link } from 'react-router';
import { DateField } from '../../ui/date-field';
import { ExportButton } from '../../ui/export-button';
import { journalKindName, journalKinds } from '../../ui/ledger-labels';
import { PageHead, Panel } from '../../ui/page';
import { Nothing, ProblemAlert } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { BooksBar } from './books-bar';
import { AccountLink, CauseLink, LedgerTabs, LoadMore, Side } from './ledger-widgets';
import { entryPath, useBooksCounty, useEntries } from './queries';

const columns: ColumnsType<LedgerRow> = [
  { title: '日期', dataIndex: 'on', width: 110, className: 'num' },
  {
    title: '摘要',
    width: 150,
    render: (_, row) => (
      <Link to={entryPath(row.entryId)} data-testid="entry-link">
        {journalKindName(row.kind)}
      </Link>
    ),
  },
  { title: '科目', render: (_, row) => <AccountLink account={row.account} /> },
  { title: '业务', width: 240, ellipsis: true, render: (_, row) => <CauseLink {...row} /> },
  { title: '借方（元）', width: 130, align: 'right', render: (_, row) => <Side value={row.debit} /> },
  { title: '贷方（元）', width: 130, align: 'right', render: (_, row) => <Side value={row.credit} /> },
];

/** Every entry, newest first. */
export function EntriesPage() {
  const [get, set] = useUrlState();
  const county = useBooksCounty(get('county'));
  const filters = { kind: get('kind'), from: get('from'), to: get('to'), subjectNo: get('no') };
  const list = useEntries({ county, ...filters });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <PageHead title="会计账" note="全部分录，新的在前" extra={<LedgerTabs value="/ledger/entries" />} />
      <BooksBar county={county} onCounty={(code) => set({ county: code })}>
        <Select
          allowClear
          placeholder="摘要"
          value={filters.kind}
          onChange={(kind?: string) => set({ kind })}
          options={Object.entries(journalKinds).map(([value, label]) => ({ value, label }))}
        />
        <Input.Search
          allowClear
          className="filter-search"
          placeholder="贷款、结算或补偿编号"
          defaultValue={filters.subjectNo}
          onSearch={(no) => set({ no: no.trim() })}
        />
        {(['from', 'to'] as const).map((end) => (
          <label
            key={end}
            className="muted"
            style={{ width: 190, display: 'flex', alignItems: 'center', gap: 6 }}
          >
            <span>{end === 'from' ? '自' : '至'}</span>
            <DateField
              {...(filters[end] === undefined ? {} : { value: filters[end] })}
              onChange={(day) => set({ [end]: day })}
            />
          </label>
        ))}
        <ExportButton
          path="entries"
          query={{
            county,
            kind: filters.kind,
            from: filters.from,
            to: filters.to,
            subjectNo: filters.subjectNo,
          }}
          testId="export-entries"
        />
      </BooksBar>
      {list.error !== null && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      <Panel flush>
        <Table<LedgerRow>
          size="small"
          rowKey={(row) => `${row.entryId}-${row.account}-${row.debit}-${row.credit}`}
          pagination={false}
          loading={list.isPending}
          dataSource={rows}
          columns={columns}
          scroll={{ x: 1000 }}
          locale={{ emptyText: <Nothing text="没有符合条件的分录" /> }}
        />
        <LoadMore query={list} />
      </Panel>
    </>
  );
}
