import type { SettlementDetail, SettlementLineRow } from '@bangdai/contracts/http';
import { sumMoney } from '@bangdai/domain';
import { App, Form, Input, Modal } from 'antd';
import { useCommand } from '../../api/use-command';
import { Yuan } from '../../ui/figures';
import { ProblemAlert } from '../../ui/states';
import { afterDecision } from '../reviews/queries';
import { actionNames, actionNotes, type LineAction } from './line-actions';
import { settlementPath } from './queries';

interface LineActionDialogProps {
  settlement: SettlementDetail;
  action: LineAction;
  lines: readonly SettlementLineRow[];
  onClose: (done: boolean) => void;
}

/** One act on the chosen lines, with its reason; refused when the figures have changed since they were shown. */
export function LineActionDialog({ settlement, action, lines, onClose }: LineActionDialogProps) {
  const [form] = Form.useForm<{ reason: string }>();
  const { message } = App.useApp();
  const command = useCommand(afterDecision);
  const submit = ({ reason }: { reason: string }) => {
    const loanNos = [...new Set(lines.map(({ loanNo }) => loanNo))];
    const body = { action, loanNos, reason, figuresHash: settlement.figuresHash };
    command.mutate(
      { path: `${settlementPath(settlement.id)}/lines`, body },
      {
        onSuccess: () => {
          message.success(`${actionNames[action]}：${loanNos.length} 笔`);
          onClose(true);
        },
      },
    );
  };
  return (
    <Modal
      open
      title={`${actionNames[action]} ${lines.length} 笔`}
      okText="确认"
      okButtonProps={{ 'data-testid': 'line-action-submit', danger: action === 'exclude' }}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={() => onClose(false)}
      mask={{ closable: false }}
    >
      <p>
        贴息合计 <Yuan value={sumMoney(lines.map(({ subsidy }) => subsidy))} />。{actionNotes[action]}
      </p>
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item name="reason" label="理由" rules={[{ required: true, message: '请填写理由' }]}>
          <Input.TextArea rows={3} maxLength={2000} data-testid="line-action-reason" />
        </Form.Item>
        <ProblemAlert error={command.error} testId="line-action-problem" />
      </Form>
    </Modal>
  );
}
