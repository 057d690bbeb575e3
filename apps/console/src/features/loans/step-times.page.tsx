import type { StepTime } from '@bangdai/contracts/http';
import { Table, Tag } from 'antd';
import { DateField } from '../../ui/date-field';
import { today } from '../../ui/format';
import { PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing } from '../../ui/states';
import { useUrlState } from '../../ui/url-state';
import { useStepTimes } from './case-queries';
import { percentOf, slowest, yearBefore } from './step-times';

/** 办理用时: where matters lie, at which office, and how often they come back. */
export function StepTimesPage() {
  const [get, set] = useUrlState();
  const to = get('to') ?? today();
  const from = get('from') ?? yearBefore(to);
  const query = useStepTimes({ from, to });
  return (
    <>
      <PageHead title="办理用时" note="按转入日统计，用时为自然日；退回后重新办理另计一次" />
      <Panel>
        <div className="toolbar">
          <span>转入</span>
          <DateField value={from} onChange={(day) => set({ from: day })} testId="step-times-from" />
          <span>至</span>
          <DateField value={to} onChange={(day) => set({ to: day })} testId="step-times-to" />
        </div>
        <Loaded query={query}>{(rows) => <Rows rows={rows} />}</Loaded>
      </Panel>
    </>
  );
}

function Rows({ rows }: { rows: StepTime[] }) {
  if (rows.length === 0) return <Nothing text="这段时间没有审批环节" />;
  const slow = slowest(rows);
  return (
    <>
      {slow !== null && (
        <p data-testid="bottleneck">
          最慢：<strong>{slow.office}</strong> · {slow.title}，九成在 <strong>{slow.p90Days}</strong> 天内办结
        </p>
      )}
      <Table<StepTime>
        size="small"
        rowKey={(row) => `${row.stepKey}-${row.office}`}
        pagination={false}
        dataSource={rows}
        scroll={{ x: 760 }}
        data-testid="step-times"
        columns={[
          { title: '环节', dataIndex: 'title', width: 200 },
          { title: '单位', dataIndex: 'office', width: 150 },
          { title: '办结', dataIndex: 'decided', align: 'right', width: 80, className: 'num' },
          {
            title: '中位数（天）',
            align: 'right',
            width: 110,
            className: 'num',
            render: (_, row) => row.medianDays ?? '—',
          },
          {
            title: '九成分位（天）',
            ...{ align: 'right', width: 120, className: 'num' },
            sorter: (a, b) => Number(a.p90Days ?? -1) - Number(b.p90Days ?? -1),
            render: (_, row) => row.p90Days ?? '—',
          },
          { title: '超期办结', dataIndex: 'late', align: 'right', width: 90, className: 'num' },
          {
            title: '退回率',
            ...{ align: 'right', width: 110, className: 'num' },
            render: (_, row) => `${percentOf(row.returnRate)}（${row.returned}）`,
          },
          {
            title: '未办',
            ...{ align: 'right', width: 120, className: 'num' },
            render: (_, row) => (
              <>
                {row.open}
                {row.openLate > 0 && (
                  <Tag color="error" variant="filled">
                    超期 {row.openLate}
                  </Tag>
                )}
              </>
            ),
          },
        ]}
      />
    </>
  );
}
