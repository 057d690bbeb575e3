import { App, Form, Modal, Select } from 'antd';
import { useCommand } from '../../api/use-command';
import { DateField } from '../../ui/date-field';
import { today } from '../../ui/format';
import { labelledOptions } from '../../ui/labels';
import { ProblemAlert } from '../../ui/states';
import { useMe } from '../session/me-context';
import { useCounty } from '../session/queries';
import { quarterName, settlementDays } from './quarters';

interface OpenValues {
  bank: string;
  settleOn: string;
}

/** Opens one quarter of one bank; the engine collects the lines and the row appears by itself. */
export function OpenSettlementDialog({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const county = useCounty(me.county);
  const { message } = App.useApp();
  const [form] = Form.useForm<OpenValues>();
  const open = useCommand(['settlements']);
  const days = settlementDays(today(), 6);
  const submit = (values: OpenValues) =>
    open.mutate(
      { path: '/settlements', body: { county: me.county, ...values } },
      {
        onSuccess: () => {
          message.success('已开启，系统正在归集本期贴息');
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title="开启一期贴息结算"
      okText="开启"
      okButtonProps={{ 'data-testid': 'open-settlement-submit' }}
      confirmLoading={open.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          bank: me.bank ?? county?.banks[0]?.key,
          settleOn: days.find((day) => day <= today()),
        }}
        onFinish={submit}
      >
        <Form.Item name="bank" label="银行" rules={[{ required: true, message: '请选择银行' }]}>
          <Select
            disabled={me.bank !== null}
            options={labelledOptions(county?.banks)}
            data-testid="settlement-bank"
          />
        </Form.Item>
        <Form.Item
          name="settleOn"
          label="结息日"
          extra="通常为 3 月、6 月、9 月、12 月的 20 日"
          rules={[{ required: true, message: '请选择结息日' }]}
        >
          <DateField
            presets={days.map((day) => ({ day, label: `${quarterName(day)}（${day}）` }))}
            testId="settlement-settleOn"
          />
        </Form.Item>
        <ProblemAlert error={open.error} testId="open-settlement-problem" />
      </Form>
    </Modal>
  );
}
