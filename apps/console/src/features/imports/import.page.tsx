import type { ImportError, ImportView } from '@bangdai/contracts/http';
import { Alert, Button, Progress, Radio, Result, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import { NotFoundPage } from '../../app/not-found.page';
import { FigureStrip, Yuan } from '../../ui/figures';
import { PageHead, Panel } from '../../ui/page';
import { Loaded, Nothing, ProblemAlert } from '../../ui/states';
import { isAmount, sampleCell, sampleTitle } from './import-sample';
import { formats, importStates, importTones, progressPercent } from './import-state';
import { importPath, useImport } from './queries';

export function ImportPage() {
  const { importId = '' } = useParams();
  const query = useImport(importId);
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFoundPage />;
  return (
    <Loaded query={query}>
      {(view) => (
        <>
          <PageHead
            title={
              <>
                {view.fileName}{' '}
                <Tag
                  variant="filled"
                  color={importTones[view.state]}
                  data-testid="import-state"
                  data-state={view.state}
                >
                  {importStates[view.state]}
                </Tag>
              </>
            }
            note={`${formats[view.format]} · 数据截止日 ${view.asOf}`}
            extra={<Link to="/imports">返回导入记录</Link>}
          />
          <ImportFigures view={view} />
          {view.state === 'preview' && <Commit view={view} />}
          {view.state === 'running' && <Running view={view} />}
          {view.state === 'done' && <Done view={view} />}
          {view.state === 'failed' && (
            <Alert
              type="error"
              showIcon
              className="block-gap"
              title="导入中断，请联系系统管理员；已写入的数据不受影响，重新导入不会重复入账。"
            />
          )}
          <Faults title="有误的单元格" rows={view.errors} testId="import-errors" tone="error" />
          <Faults
            title="提醒（仍会导入）"
            rows={view.warnings ?? []}
            testId="import-warnings"
            tone="warning"
          />
          <Sample rows={view.sample} />
        </>
      )}
    </Loaded>
  );
}

const ImportFigures = ({ view }: { view: ImportView }) => (
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

function Commit({ view }: { view: ImportView }) {
  const [mode, setMode] = useState<'goodRows' | 'allOrNothing'>('goodRows');
  const commit = useCommand<ImportView>(['imports', 'loans']);
  const blocked = view.good === 0 || (mode === 'allOrNothing' && view.bad > 0);
  return (
    <Panel title="确认导入">
      <div className="toolbar">
        <Radio.Group
          value={mode}
          onChange={(event) => setMode(event.target.value as typeof mode)}
          options={[
            {
              value: 'goodRows',
              label: <span data-testid="mode-goodRows">只导入无误的 {view.good} 行</span>,
            },
            { value: 'allOrNothing', label: <span data-testid="mode-allOrNothing">全部无误才导入</span> },
          ]}
        />
        <Button
          type="primary"
          disabled={blocked}
          loading={commit.isPending}
          onClick={() => commit.mutate({ path: `${importPath(view.id)}/commit`, body: { mode } })}
          data-testid="import-commit"
        >
          开始导入
        </Button>
        {mode === 'allOrNothing' && view.bad > 0 && (
          <span className="muted">还有 {view.bad} 行有误，请更正后重新上传</span>
        )}
      </div>
      <ProblemAlert error={commit.error} testId="commit-problem" />
    </Panel>
  );
}

function Running({ view }: { view: ImportView }) {
  const { phase, done, total } = view.progress;
  return (
    <Panel title="导入进度">
      <div data-testid="import-progress">
        <Progress percent={progressPercent(view.progress)} status="active" />
        <span className="muted num">
          {phase}：{done.toLocaleString('zh-CN')} / {total.toLocaleString('zh-CN')}
        </span>
      </div>
    </Panel>
  );
}

const Done = ({ view }: { view: ImportView }) => (
  <Panel>
    <Result
      status="success"
      title="导入完成"
      className="compact-result"
      subTitle={`新增 ${view.imported} 笔，未变 ${view.unchanged} 笔，启动贷后流程 ${view.started} 笔`}
      data-testid="import-result"
      extra={
        <Link to="/loans">
          <Button type="primary">查看贷款台账</Button>
        </Link>
      }
    />
  </Panel>
);

interface FaultsProps {
  title: string;
  rows: ImportError[];
  testId: string;
  tone: 'error' | 'warning';
}

function Faults({ title, rows, testId, tone }: FaultsProps) {
  if (rows.length === 0) return null;
  return (
    <Panel title={`${title} ${rows.length} 处`} flush testId={testId}>
      <Table<ImportError>
        size="small"
        rowKey={(row) => `${row.row}-${row.column}-${row.code}`}
        dataSource={rows}
        pagination={rows.length > 50 ? { pageSize: 50, size: 'small', showSizeChanger: false } : false}
        onRow={() => ({ 'data-testid': 'import-fault' }) as object}
        columns={[
          { title: '行', dataIndex: 'row', width: 80, align: 'right', className: 'num' },
          { title: '列', dataIndex: 'column', width: 200 },
          {
            title: '问题',
            render: (_, row) => <span className={tone === 'error' ? 'bad' : ''}>{row.detail}</span>,
          },
        ]}
      />
    </Panel>
  );
}

/** First rows as they were understood, so that a shifted column is seen before anything is written. */
function Sample({ rows }: { rows: Record<string, string>[] }) {
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
