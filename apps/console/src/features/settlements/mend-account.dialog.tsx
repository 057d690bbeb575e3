import type { SettlementLineRow } from '@bangdai/contracts/http';
import { App, Form, Input, Modal } from 'antd';
import { useCommand } from '../../api/use-command';
import { ProblemAlert } from '../../ui/states';
import { afterDecision } from '../reviews/queries';
import { settlementPath } from './queries';

interface MendAccountDialogProps {
  settlementId: string;
  line: SettlementLineRow;
  onClose: () => void;
}

/** The town enters the account to which a refused line is paid anew. */
export function MendAccountDialog({ settlementId, line, onClose }: MendAccountDialogProps) {
  const [form] = Form.useForm<{ account: string }>();
  const { message } = App.useApp();
  const command = useCommand(afterDecision);
  const submit = ({ account }: { account: string }) =>
    command.mutate(
      { path: `${settlementPath(settlementId)}/accounts`, body: { loanNo: line.loanNo, account } },
      {
        onSuccess: () => {
          message.success('账户已更正，待财政再次拨付');
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={`更正收款账户 · ${line.loanNo} ${line.borrower}`}
      okText="更正"
      okButtonProps={{ 'data-testid': 'mend-account-submit' }}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form form={form} layout="vertical" onFinish={submit}>
        <Form.Item
          name="account"
          label="新账号"
          rules={[{ required: true, pattern: /^[0-9A-Za-z-]{6,40}$/, message: '请填写 6 至 40 位账号' }]}
        >
          <Input className="num" data-testid="mend-account" />
        </Form.Item>
        <ProblemAlert error={command.error} testId="mend-account-problem" />
      </Form>
    </Modal>
  );
}
