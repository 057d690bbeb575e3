import type { ClaimDetail } from '@bangdai/contracts/http';
import { App, Form, Input, Modal } from 'antd';
import { useCommand } from '../../api/use-command';
import { DateField } from '../../ui/date-field';
import { today, typedMoney } from '../../ui/format';
import { ProblemAlert } from '../../ui/states';
import { claimPath } from './queries';

export type ClaimAction = 'insurance' | 'closeRecovery';

interface ClaimValues {
  paid: string;
  reportedOn: string;
  reason: string;
}

const texts: Record<ClaimAction, { title: string; done: string; path: string }> = {
  insurance: { title: '登记保险理赔结果', done: '已登记，系统继续核实', path: 'insurance' },
  closeRecovery: { title: '结束追偿', done: '追偿已结束', path: 'close-recovery' },
};

export function ClaimActionDialog({
  claim,
  action,
  onClose,
}: {
  claim: ClaimDetail;
  action: ClaimAction;
  onClose: () => void;
}) {
  const [form] = Form.useForm<ClaimValues>();
  const { message } = App.useApp();
  const command = useCommand(['claims', 'tasks', 'loans']);
  const { title, done, path } = texts[action];
  const submit = ({ paid, reportedOn, reason }: ClaimValues) => {
    const body = action === 'insurance' ? { paid: typedMoney(paid), reportedOn } : { reason };
    command.mutate(
      { path: `${claimPath(claim.id)}/${path}`, body },
      {
        onSuccess: () => {
          message.success(done);
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      open
      title={`${title} · ${claim.claimNo}`}
      okText="确认提交"
      okButtonProps={{ 'data-testid': 'claim-action-submit' }}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form form={form} layout="vertical" initialValues={{ reportedOn: today() }} onFinish={submit}>
        {action === 'insurance' ? <InsuranceFields /> : <ReasonField />}
        <ProblemAlert error={command.error} testId="claim-action-problem" />
      </Form>
    </Modal>
  );
}

function InsuranceFields() {
  const check = (_: unknown, text?: string) =>
    typedMoney(text ?? '') === null
      ? Promise.reject(new Error('请输入金额（元），拒赔填 0'))
      : Promise.resolve();
  return (
    <>
      <Form.Item name="paid" label="理赔金额" extra="保险公司拒赔的填 0" rules={[{ validator: check }]}>
        <Input suffix="元" className="num-input" data-testid="insurance-paid" />
      </Form.Item>
      <Form.Item name="reportedOn" label="理赔日期" rules={[{ required: true, message: '请选择理赔日期' }]}>
        <DateField notAfterToday testId="insurance-reportedOn" />
      </Form.Item>
    </>
  );
}

const ReasonField = () => (
  <Form.Item name="reason" label="理由" rules={[{ required: true, whitespace: true, message: '请填写理由' }]}>
    <Input.TextArea rows={3} maxLength={2000} data-testid="claim-action-reason" />
  </Form.Item>
);
