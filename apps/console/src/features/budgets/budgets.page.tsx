import type { BudgetForecast, BudgetView } from '@bangdai/contracts/http';
import { Button, Select, Table, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { mayRecordBudget } from '../../app/menu';
import { Chart } from '../../ui/chart';
import { ExportButton } from '../../ui/export-button';
import { Amount, FigureStrip, Rate, Yuan } from '../../ui/figures';
import { today } from '../../ui/format';
import { PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { useMe } from '../session/me-context';
import { useCounties } from '../session/queries';
import { BudgetEntryDialog } from './budget-entry.dialog';
import { budgetBars, budgetOption } from './budget-bars';
import { useBudgets, useForecast } from './queries';

/** 贴息资金: planned, arrived, spent by year; what the loans alive will cost. */
export function BudgetsPage() {
  const me = useMe();
  const [get, set] = useUrlState();
  const counties = useCounties().data ?? [];
  const county = get('county') ?? counties.find(({ code }) => code === me.county)?.code ?? counties[0]?.code;
  const budgets = useBudgets(county);
  const [recording, setRecording] = useState(false);
  const mayRecord = mayRecordBudget(me.role);
  return (
    <>
      <PageHead
        title="贴息资金"
        note="预算计划、到位和支出；拨付不得超过到位资金"
        extra={
          <>
            <ExportButton path="budgets" query={{ county }} testId="export-budgets" />
            {mayRecord && (
              <Button type="primary" onClick={() => setRecording(true)} data-testid="record-budget">
                登记资金
              </Button>
            )}
          </>
        }
      />
      {counties.length > 1 && (
        <div className="filters block-gap">
          <Select
            value={county ?? null}
            onChange={(value) => set({ county: value, year: null })}
            options={counties.map(({ code, name }) => ({ value: code, label: name }))}
          />
        </div>
      )}
      <Loaded query={budgets} rows={8}>
        {(rows) => <Years rows={rows} year={get('year')} onYear={(year) => set({ year })} />}
      </Loaded>
      {county !== undefined && <Forecast county={county} />}
      {recording && county !== undefined && (
        <BudgetEntryDialog county={county} onClose={() => setRecording(false)} />
      )}
    </>
  );
}

interface YearsProps {
  rows: readonly BudgetView[];
  year: string | undefined;
  onYear: (year: string) => void;
}

function Years({ rows, year, onYear }: YearsProps) {
  const budget = rows.find((row) => String(row.year) === year) ?? rows[0];
  if (budget === undefined)
    return (
      <Panel>
        <Nothing text="本县还没有登记贴息资金，拨付时不作限制" />
      </Panel>
    );
  return (
    <>
      <Figures budget={budget} />
      <div className="two-columns">
        <Panel
          title={`${budget.year} 年到位与支出`}
          extra={
            rows.length > 1 && (
              <Select
                size="small"
                value={String(budget.year)}
                onChange={onYear}
                options={rows.map((row) => ({ value: String(row.year), label: `${row.year} 年` }))}
              />
            )
          }
        >
          <YearChart budget={budget} />
        </Panel>
        <Panel title="登记记录" flush>
          <Entries rows={budget.entries} />
        </Panel>
      </div>
    </>
  );
}

function Figures({ budget }: { budget: BudgetView }) {
  const short = budget.available.startsWith('-');
  return (
    <FigureStrip
      testId="budget-figures"
      items={[
        { label: '预算计划', value: <Yuan value={budget.planned} />, testId: 'budget-planned' },
        { label: '已到位', value: <Yuan value={budget.arrived} />, testId: 'budget-arrived' },
        { label: '已支出', value: <Yuan value={budget.spent} />, testId: 'budget-spent' },
        { label: '拨付途中', value: <Yuan value={budget.ordered} />, hint: '已发出指令，国库尚未回复' },
        {
          label: '可用',
          value: <Yuan value={budget.available} />,
          testId: 'budget-available',
          hint: '到位减去已支出和拨付途中',
          ...(short ? { tone: 'bad' as const } : {}),
        },
        { label: '待拨付', value: <Yuan value={budget.waiting} />, hint: '在办结算中尚未发出指令的贴息' },
      ]}
    />
  );
}

function YearChart({ budget }: { budget: BudgetView }) {
  const option = useMemo(() => budgetOption(budgetBars(budget), today().slice(0, 7)), [budget]);
  return <Chart option={option} height={260} label={`${budget.year} 年按月累计的到位资金与支出`} />;
}

function Entries({ rows }: { rows: BudgetView['entries'] }) {
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.day}-${row.kind}-${row.amount}-${row.documentNo}`}
      pagination={false}
      scroll={{ y: 260 }}
      dataSource={[...rows].reverse()}
      locale={{ emptyText: <Nothing text="本年还没有登记" /> }}
      columns={[
        { title: '日期', dataIndex: 'day', width: 108, className: 'num' },
        {
          title: '类别',
          width: 76,
          render: (_, { kind }) => (
            <Tag variant="filled" color={kind === 'arrived' ? 'success' : 'default'}>
              {kind === 'arrived' ? '到位' : '计划'}
            </Tag>
          ),
        },
        {
          title: '金额（元）',
          width: 132,
          align: 'right',
          render: (_, { amount }) => <Amount value={amount} strong />,
        },
        { title: '文号', dataIndex: 'documentNo', ellipsis: true },
        { title: '登记人', width: 90, ellipsis: true, render: (_, { byName }) => byName ?? '—' },
      ]}
    />
  );
}

/** The formula of the counties' budgets; a settlement counts days and need not agree with it. */
function Forecast({ county }: { county: string }) {
  const year = Number(today().slice(0, 4)) + 1;
  const query = useForecast(county, year);
  return (
    <Panel title={`${year} 年资金测算`} flush testId="budget-forecast">
      <Loaded query={query} rows={3}>
        {(forecast) => <ForecastTable forecast={forecast} />}
      </Loaded>
    </Panel>
  );
}

function ForecastTable({ forecast }: { forecast: BudgetForecast }) {
  return (
    <Table
      size="small"
      rowKey={(row) => `${row.cohort}-${row.annualRate}`}
      pagination={false}
      dataSource={forecast.lines}
      locale={{ emptyText: <Nothing text="没有存量贷款" /> }}
      columns={[
        { title: '发放年度', dataIndex: 'cohort', className: 'num' },
        { title: '笔数', dataIndex: 'loans', align: 'right', className: 'num' },
        { title: '余额（元）', align: 'right', render: (_, { balance }) => <Amount value={balance} /> },
        { title: '贴息率', align: 'right', render: (_, { annualRate }) => <Rate value={annualRate} /> },
        {
          title: '全年贴息（元）',
          align: 'right',
          render: (_, { estimate }) => <Amount value={estimate} strong />,
        },
      ]}
      summary={() => (
        <Table.Summary.Row>
          <Table.Summary.Cell index={0} colSpan={4}>
            合计（余额 × 贴息率，按四个季度）
          </Table.Summary.Cell>
          <Table.Summary.Cell index={4} align="right">
            <Amount value={forecast.total} strong />
          </Table.Summary.Cell>
        </Table.Summary.Row>
      )}
    />
  );
}
