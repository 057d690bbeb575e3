import type { ClawbackDetail } from '@bangdai/contracts/http';
import { Alert, App, Form, Input, Modal } from 'antd';
import { useCommand } from '../../api/use-command';
import { DateField } from '../../ui/date-field';
import { today, typedMoney, yuan } from '../../ui/format';
import { ProblemAlert } from '../../ui/states';
import { clawbackActionNames, type ClawbackAction } from './clawback-actions';
import { clawbackPath } from './queries';

interface Values {
  receiptNo: string;
  amount: string;
  paidOn: string;
  reason: string;
}

const requestOf: Record<ClawbackAction, (values: Values) => { path: string; body: object }> = {
  repaid: ({ receiptNo, amount, paidOn }) => ({
    path: 'repayments',
    body: { receiptNo, amount: typedMoney(amount), paidOn },
  }),
  setOff: () => ({ path: 'set-off', body: {} }),
  appeal: ({ reason }) => ({ path: 'appeals', body: { reason } }),
};

export function ClawbackActionDialog(props: {
  clawback: ClawbackDetail;
  action: ClawbackAction;
  onClose: () => void;
}) {
  const { clawback, action, onClose } = props;
  const [form] = Form.useForm<Values>();
  const { message } = App.useApp();
  const command = useCommand(['clawbacks', 'tasks', 'loans']);
  const submit = (values: Values) => {
    const { path, body } = requestOf[action](values);
    command.mutate(
      { path: `${clawbackPath(clawback.id)}/${path}`, body },
      {
        onSuccess: () => {
          message.success(`${clawbackActionNames[action]}：已受理`);
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      open
      title={`${clawbackActionNames[action]} · ${clawback.caseNo}`}
      okText="确认提交"
      okButtonProps={{ 'data-testid': 'clawback-submit' }}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ paidOn: today(), amount: clawback.outstanding }}
        onFinish={submit}
      >
        {action === 'repaid' && <RepaidFields />}
        {action === 'setOff' && (
          <Alert
            type="info"
            showIcon
            title={`尚未收回的 ${yuan(clawback.outstanding)} 元，将从同一收款人后续各期贴息中扣回。`}
          />
        )}
        {action === 'appeal' && (
          <Form.Item
            name="reason"
            label="申诉内容"
            extra="申诉登记在案，认定金额在变更前有效"
            rules={[{ required: true, whitespace: true, message: '请填写申诉内容' }]}
          >
            <Input.TextArea rows={3} maxLength={2000} data-testid="clawback-reason" />
          </Form.Item>
        )}
        <ProblemAlert error={command.error} testId="clawback-problem" />
      </Form>
    </Modal>
  );
}

function RepaidFields() {
  const check = (_: unknown, text?: string) =>
    typedMoney(text ?? '') === null ? Promise.reject(new Error('请输入金额（元）')) : Promise.resolve();
  return (
    <>
      <Form.Item name="receiptNo" label="凭证号" rules={[{ required: true, message: '请填写凭证号' }]}>
        <Input maxLength={100} data-testid="clawback-receipt" />
      </Form.Item>
      <Form.Item name="amount" label="到账金额" rules={[{ validator: check }]}>
        <Input suffix="元" className="num-input" data-testid="clawback-paid" />
      </Form.Item>
      <Form.Item name="paidOn" label="到账日" rules={[{ required: true, message: '请选择到账日' }]}>
        <DateField notAfterToday testId="clawback-on" />
      </Form.Item>
    </>
  );
}
