import type { BulkResult, TaskRow } from '@bangdai/contracts/http';
import { Alert, Button, Input, Modal, Table, Tag } from 'antd';
import { useState } from 'react';
import { textOf } from '@bangdai/contracts/http';
import { useCommand } from '../../api/use-command';
import { Amount, FigureStrip } from '../../ui/figures';
import { yuan } from '../../ui/format';
import { ProblemAlert } from '../../ui/states';
import { afterDecision } from './queries';
import { bulkDecision, mergeResults, retryable, summarise } from './selection';

const outcomeTags = {
  done: ['success', '已办'],
  refused: ['warning', '未受理'],
  failed: ['error', '失败'],
} as const;

/** 批量同意 in two steps: first the households and the sum, then the sending; afterwards a result per row. */
export function BulkDialog({ tasks: given, onClose }: { tasks: TaskRow[]; onClose: () => void }) {
  const [tasks] = useState(given);
  const [opinion, setOpinion] = useState('');
  const [step, setStep] = useState<'review' | 'confirm' | 'result'>('review');
  const [results, setResults] = useState<BulkResult['results']>([]);
  const bulk = useCommand<BulkResult>(afterDecision);
  const summary = summarise(tasks);

  const run = async (taskIds: string[]) => {
    const body = {
      taskIds,
      decision: tasks[0] === undefined ? 'approve' : bulkDecision(tasks[0]),
      opinion: opinion.trim() || undefined,
    };
    await bulk.mutateAsync({ path: '/tasks/bulk-decision', body }).then(
      (answer) => {
        setResults((before) => (before.length === 0 ? answer.results : mergeResults(before, answer.results)));
        setStep('result');
      },
      () => undefined,
    );
  };
  const failed = retryable(results);
  const footer = {
    review: [
      <Button key="cancel" onClick={onClose}>
        取消
      </Button>,
      <Button key="next" type="primary" onClick={() => setStep('confirm')} data-testid="bulk-next">
        下一步
      </Button>,
    ],
    confirm: [
      <Button key="back" onClick={() => setStep('review')} disabled={bulk.isPending}>
        上一步
      </Button>,
      <Button
        key="send"
        type="primary"
        loading={bulk.isPending}
        onClick={() => void run(tasks.map((task) => task.id))}
        data-testid="bulk-confirm"
      >
        确认同意 {tasks.length} 件
      </Button>,
    ],
    result: [
      failed.length > 0 && (
        <Button
          key="retry"
          loading={bulk.isPending}
          onClick={() => void run(failed)}
          data-testid="bulk-retry"
        >
          重试失败的 {failed.length} 件
        </Button>
      ),
      <Button key="close" type="primary" onClick={onClose} data-testid="bulk-close">
        完成
      </Button>,
    ],
  }[step];
  return (
    <Modal open width={760} title="批量同意" onCancel={onClose} footer={footer} mask={{ closable: false }}>
      <FigureStrip
        items={[
          { label: '环节', value: summary.step },
          { label: '户数', value: `${summary.households} 户`, testId: 'bulk-households' },
          { label: '金额合计', value: yuan(summary.amount), testId: 'bulk-amount' },
        ]}
      />
      <ProblemAlert error={bulk.error} />
      {step === 'review' && (
        <Input.TextArea
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
          rows={2}
          maxLength={500}
          placeholder="统一意见（可不填）"
          data-testid="bulk-opinion"
          className="block-gap"
        />
      )}
      {step === 'confirm' && (
        <Alert
          type="warning"
          showIcon
          className="block-gap"
          title={`将对 ${summary.households} 户、合计 ${yuan(summary.amount)} 的申请一并同意，逐件记录，不可撤销。`}
        />
      )}
      <BulkTable tasks={tasks} results={results} />
    </Modal>
  );
}

function BulkTable({ tasks, results }: { tasks: TaskRow[]; results: BulkResult['results'] }) {
  const byTask = new Map(results.map((row) => [row.taskId, row]));
  return (
    <Table<TaskRow>
      size="small"
      rowKey="id"
      dataSource={tasks}
      pagination={false}
      scroll={{ y: 300 }}
      onRow={() => ({ 'data-testid': 'bulk-row' }) as object}
      columns={[
        { title: '编号', dataIndex: 'subjectNo', width: 150 },
        { title: '申请人', dataIndex: 'borrower', width: 90 },
        {
          title: '村',
          render: (_, row) => [row.township, row.village].filter(Boolean).join(' · '),
          ellipsis: true,
        },
        {
          title: '金额（元）',
          align: 'right',
          width: 120,
          render: (_, row) => <Amount value={row.amount} />,
        },
        {
          title: '结果',
          width: 190,
          render: (_, { id }) => {
            const result = byTask.get(id);
            if (result === undefined) return <span className="muted">待提交</span>;
            const [color, text] = outcomeTags[result.outcome];
            return (
              <>
                <Tag color={color} variant="filled">
                  {text}
                </Tag>
                {result.outcome !== 'done' &&
                  (result.detail ?? (result.code === null ? '' : textOf(result.code)))}
              </>
            );
          },
        },
      ]}
    />
  );
}
