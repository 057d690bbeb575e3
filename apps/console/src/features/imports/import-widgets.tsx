import type { ImportView } from '@bangdai/contracts/http';
import { Table } from 'antd';
import { FigureStrip, Yuan } from '../../ui/figures';
import { Panel } from '../../ui/page';
import { Nothing } from '../../ui/states';
import { isAmount, sampleCell, sampleTitle } from './import-sample';

export const ImportFigures = ({ view }: { view: ImportView }) => (
  <FigureStrip
    items={[
      { label: '数据行', value: `${view.rows.toLocaleString('zh-CN')} 行`, testId: 'import-rows' },
      { label: '可导入', value: `${view.good.toLocaleString('zh-CN')} 行`, testId: 'import-good' },
      {
        label: '有误',
        value: `${view.bad.toLocaleString('zh-CN')} 行`,
        testId: 'import-bad',
        ...(view.bad > 0 ? { tone: 'bad' as const } : {}),
      },
      { label: '可导入余额合计', value: <Yuan value={view.balance} />, testId: 'import-balance' },
    ]}
  />
);

/** First rows as they were understood, so that a shifted column is seen before anything is written. */
export function ImportSample({ rows }: { rows: Record<string, string>[] }) {
  const columns = Object.keys(rows[0] ?? {});
  return (
    <Panel title="前几行（已脱敏）" flush>
      {rows.length === 0 ? (
        <Nothing text="没有可导入的行" />
      ) : (
        <Table
          size="small"
          rowKey={(row) => JSON.stringify(row)}
          pagination={false}
          dataSource={rows}
          scroll={{ x: 'max-content' }}
          columns={columns.map((column) => ({
            title: sampleTitle(column),
            render: (_, row) => sampleCell(column, row[column] ?? ''),
            className: 'num',
            ...(isAmount(column) ? { align: 'right' as const } : {}),
          }))}
        />
      )}
    </Panel>
  );
}
