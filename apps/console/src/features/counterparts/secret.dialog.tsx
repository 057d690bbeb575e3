import type { CounterpartSecretState, CounterpartView } from '@bangdai/contracts/http';
import { App, Form, Input, Modal, Select } from 'antd';
import { useCommand } from '../../api/use-command';
import { ProblemAlert } from '../../ui/states';
import { pathOf } from './counterpart-path';

interface SecretValues {
  secret: string;
  overlapDays: number;
}

const overlaps = [
  { value: 7, label: '7 天' },
  { value: 30, label: '30 天' },
  { value: 60, label: '60 天' },
  { value: 0, label: '立即失效（密钥已泄露）' },
];

/** A secret is typed in as it was agreed, and never shown again, not even to whoever typed it. */
export function SecretDialog({ row, onClose }: { row: CounterpartView; onClose: () => void }) {
  const [form] = Form.useForm<SecretValues>();
  const { message } = App.useApp();
  const command = useCommand<CounterpartSecretState>(['counterparts']);
  const submit = ({ secret, overlapDays }: SecretValues) => {
    const previousValidUntil = new Date(Date.now() + overlapDays * 86_400_000).toISOString();
    command.mutate(
      { path: `${pathOf(row)}/secret`, body: { secret: secret.trim(), previousValidUntil } },
      {
        onSuccess: () => {
          message.success('密钥已生效，下一次往来起使用');
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      open
      title={`${row.secret === null ? '设定' : '更换'}密钥 · ${row.countyName} ${row.kind === 'treasury' ? '国库' : row.name}`}
      okText="生效"
      okButtonProps={{ 'data-testid': 'secret-submit' }}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" initialValues={{ overlapDays: 7 }} onFinish={submit}>
        <Form.Item
          name="secret"
          label="新密钥"
          extra="与对方线下约定的 32 字节随机数（Base64）；保存后任何人都不能再查看"
          rules={[{ required: true, whitespace: true, message: '请填写密钥' }]}
        >
          <Input.Password
            autoComplete="off"
            visibilityToggle={false}
            maxLength={100}
            data-testid="secret-value"
          />
        </Form.Item>
        <Form.Item name="overlapDays" label="原密钥继续有效" rules={[{ required: true }]}>
          <Select options={overlaps} data-testid="secret-overlap" />
        </Form.Item>
        <ProblemAlert error={command.error} testId="secret-problem" />
      </Form>
    </Modal>
  );
}
