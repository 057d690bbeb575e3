import type { LoanSummary } from '@bangdai/contracts/http';
import { Button, Cascader, DatePicker, Select, Table } from 'antd';
import dayjs from 'dayjs';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { mayApply } from '../../app/menu';
import { Chart } from '../../ui/chart';
import { Amount, FigureStrip, Yuan } from '../../ui/figures';
import { today } from '../../ui/format';
import { labelledOptions, loanStages, options } from '../../ui/labels';
import { ExportButton } from '../../ui/export-button';
import { PageHead, Panel } from '../../ui/page';
import { Loaded } from '../../ui/states';
import type { Patch } from '../../ui/patched';
import { useUrlState } from '../../ui/url-state';
import { Search } from '../reviews/inbox-bar';
import { placeOptions } from '../reviews/inbox-filters';
import { useMe } from '../session/me-context';
import { useCounties } from '../session/queries';
import {
  emptyLoanFilters,
  isLoanFiltered,
  monthBounds,
  readLoanFilters,
  type LoanFilters,
} from './loan-filters';
import { maturityBars, maturityOption } from './maturity';
import { LoanTable } from './loan-table';
import { useLoanSummary } from './queries';

const CHART_MONTHS = 24;

/** 贷款台账: one set of filters for the totals, the pictures and the rows, so that all three agree. */
export function PortfolioPage() {
  const [get, set] = useUrlState();
  const me = useMe();
  const filters = readLoanFilters(get);
  const summary = useLoanSummary(filters);
  return (
    <>
      <PageHead
        title="贷款台账"
        extra={
          <>
            <ExportButton path="loans" query={filters} testId="export-loans" />
            {mayApply(me.role) && (
              <Link to="/apply">
                <Button type="primary">新增申请</Button>
              </Link>
            )}
          </>
        }
      />
      <LoanFiltersBar filters={filters} onChange={set} />
      <Loaded query={summary} rows={4}>
        {(data) => (
          <>
            <Totals summary={data} />
            <div className="halves">
              <MaturityPanel summary={data} onPick={(month) => set(monthBounds(month))} />
              <TownshipPanel summary={data} onPick={(township) => set({ township, village: null })} />
            </div>
          </>
        )}
      </Loaded>
      <LoanTable filters={filters} total={summary.data?.count} />
    </>
  );
}

function LoanFiltersBar({ filters, onChange }: { filters: LoanFilters; onChange: (patch: Patch) => void }) {
  const me = useMe();
  const counties = useCounties().data ?? [];
  const county = counties.find(({ code }) => code === (filters.county ?? me.county));
  const place = [filters.township, filters.village].filter((part) => part !== undefined);
  return (
    <div className="filters block-gap">
      <Search value={filters.q} onSearch={(q) => onChange({ q })} />
      {counties.length > 1 && (
        <Select
          allowClear
          placeholder="区县"
          value={filters.county}
          onChange={(value?: string) =>
            onChange({ county: value, township: null, village: null, bank: null })
          }
          options={counties.map(({ code, name }) => ({ value: code, label: name }))}
          data-testid="loan-filter-county"
        />
      )}
      <Select
        allowClear
        placeholder="状态"
        value={filters.stage}
        onChange={(stage?: string) => onChange({ stage })}
        options={options(loanStages)}
        data-testid="loan-filter-stage"
      />
      <Cascader
        allowClear
        changeOnSelect
        showSearch
        placeholder="乡镇 / 村"
        value={place}
        onChange={(path?: (string | number)[] | null) =>
          onChange({ township: path?.[0]?.toString(), village: path?.[1]?.toString() })
        }
        options={placeOptions(county)}
        data-testid="loan-filter-place"
      />
      {me.bank === null && (
        <Select
          allowClear
          placeholder="银行"
          value={filters.bank}
          onChange={(bank?: string) => onChange({ bank })}
          options={labelledOptions(county?.banks)}
          data-testid="loan-filter-bank"
        />
      )}
      <DatePicker.RangePicker
        style={{ width: 250 }}
        placeholder={['到期日起', '到期日止']}
        value={[
          filters.maturesFrom === undefined ? null : dayjs(filters.maturesFrom),
          filters.maturesTo === undefined ? null : dayjs(filters.maturesTo),
        ]}
        onChange={(range) =>
          onChange({
            maturesFrom: range?.[0]?.format('YYYY-MM-DD'),
            maturesTo: range?.[1]?.format('YYYY-MM-DD'),
          })
        }
      />
      {isLoanFiltered(filters) && (
        <Button
          type="link"
          size="small"
          onClick={() => onChange(emptyLoanFilters())}
          data-testid="loan-filter-clear"
        >
          清除筛选
        </Button>
      )}
    </div>
  );
}

function Totals({ summary }: { summary: LoanSummary }) {
  return (
    <FigureStrip
      testId="loan-summary"
      items={[
        { label: '贷款笔数', value: `${summary.count.toLocaleString('zh-CN')} 笔`, testId: 'summary-count' },
        { label: '合同金额合计', value: <Yuan value={summary.amount} />, testId: 'summary-amount' },
        { label: '贷款余额合计', value: <Yuan value={summary.balance} />, testId: 'summary-balance' },
        {
          label: '逾期笔数',
          value: `${summary.overdueCount.toLocaleString('zh-CN')} 笔`,
          testId: 'summary-overdue-count',
          ...(summary.overdueCount > 0 ? { tone: 'bad' as const } : {}),
        },
        {
          label: '逾期余额',
          value: <Yuan value={summary.overdueBalance} />,
          testId: 'summary-overdue-balance',
          ...(summary.overdueCount > 0 ? { tone: 'bad' as const } : {}),
        },
      ]}
    />
  );
}

function MaturityPanel({ summary, onPick }: { summary: LoanSummary; onPick: (month: string) => void }) {
  const option = useMemo(
    () => maturityOption(maturityBars(summary.maturityByMonth, today().slice(0, 7), CHART_MONTHS)),
    [summary.maturityByMonth],
  );
  return (
    <Panel title="到期分布" extra={<span className="muted small">点击月份查看贷款</span>}>
      <Chart option={option} height={240} label="按月到期的贷款余额" onPick={onPick} />
    </Panel>
  );
}

function TownshipPanel({ summary, onPick }: { summary: LoanSummary; onPick: (township: string) => void }) {
  return (
    <Panel title="按乡镇" flush testId="by-township">
      <Table
        size="small"
        rowKey="township"
        pagination={false}
        scroll={{ y: 232 }}
        dataSource={summary.byTownship}
        columns={[
          {
            title: '乡镇',
            render: (_, { township }) => (
              <Button type="link" size="small" className="cell-link" onClick={() => onPick(township)}>
                {township}
              </Button>
            ),
          },
          {
            title: '笔数',
            dataIndex: 'count',
            width: 80,
            align: 'right',
            className: 'num',
            sorter: (a, b) => a.count - b.count,
          },
          {
            title: '余额（元）',
            width: 150,
            align: 'right',
            render: (_, row) => <Amount value={row.balance} />,
          },
          {
            title: '逾期余额（元）',
            width: 140,
            align: 'right',
            render: (_, row) => <Amount value={row.overdueBalance} />,
          },
        ]}
      />
    </Panel>
  );
}
