import type { ImportError, ImportView } from '@bangdai/contracts/http';
import { Alert, Button, Progress, Radio, Result, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import { NotFoundPage } from '../../app/not-found.page';
import { PageHead, Panel } from '../../ui/page';
import { Loaded, ProblemAlert } from '../../ui/states';
import { useMe } from '../session/me-context';
import { ImportConfirmations } from './import-confirmations';
import {
  formats,
  importStateName,
  importTones,
  isTakingOver,
  progressPercent,
  waitingText,
} from './import-state';
import { ImportFigures, ImportSample } from './import-widgets';
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
                  {importStateName(view)}
                </Tag>
              </>
            }
            note={`${formats[view.format]} · 数据截止日 ${view.asOf}`}
            extra={<Link to="/imports">返回导入记录</Link>}
          />
          <ImportFigures view={view} />
          {view.state === 'preview' && <Commit view={view} />}
          {view.state === 'confirming' && <Waiting view={view} />}
          {view.state === 'returned' && (
            <Alert
              type="warning"
              showIcon
              className="block-gap"
              title="已被退回，没有贷款入账；请按退回理由更正文件后重新上传。"
            />
          )}
          {isTakingOver(view) && <Running view={view} />}
          {view.state === 'done' && <Done view={view} />}
          {view.state === 'failed' && (
            <Alert
              type="error"
              showIcon
              className="block-gap"
              title="导入中断，请联系系统管理员；已写入的数据不受影响，重新导入不会重复入账。"
            />
          )}
          <ImportConfirmations view={view} />
          <Faults title="有误的单元格" rows={view.errors} testId="import-errors" tone="error" />
          <Faults
            title="提醒（仍会导入）"
            rows={view.warnings ?? []}
            testId="import-warnings"
            tone="warning"
          />
          <ImportSample rows={view.sample} />
        </>
      )}
    </Loaded>
  );
}

function Commit({ view }: { view: ImportView }) {
  const [mode, setMode] = useState<'goodRows' | 'allOrNothing'>('goodRows');
  const commit = useCommand<ImportView>(['imports', 'loans']);
  const blocked = view.good === 0 || (mode === 'allOrNothing' && view.bad > 0);
  return (
    <Panel title="提交确认">
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
          提交确认
        </Button>
        {mode === 'allOrNothing' && view.bad > 0 && (
          <span className="muted">还有 {view.bad} 行有误，请更正后重新上传</span>
        )}
      </div>
      <p className="muted">存量贷款由县主管部门和贷款银行双方确认后入账，提交后由另一方在待办中核对。</p>
      <ProblemAlert error={commit.error} testId="commit-problem" />
    </Panel>
  );
}

function Waiting({ view }: { view: ImportView }) {
  const me = useMe();
  const open = view.confirmations.filter(({ state }) => state === 'waiting');
  const mine = open.find(({ role, bank }) => role === me.role && (me.bank === null || me.bank === bank));
  return (
    <Alert
      type="info"
      showIcon
      className="block-gap"
      data-testid="import-waiting"
      title={waitingText(open)}
      action={
        mine !== undefined && (
          <Link to={`/tasks/${encodeURIComponent(mine.taskId)}`} data-testid="import-confirm">
            <Button type="primary">去确认</Button>
          </Link>
        )
      }
    />
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
