import { App, Form, Input, InputNumber, Modal, Radio } from 'antd';
import { useCommand } from '../../api/use-command';
import { DateField } from '../../ui/date-field';
import { today, typedMoney } from '../../ui/format';
import { ProblemAlert } from '../../ui/states';

interface EntryValues {
  kind: 'planned' | 'arrived';
  year: number;
  amount: string;
  day: string;
  documentNo: string;
}

/** Finance records a plan or an arrival; a mistake is taken back by a second entry with a minus. */
export function BudgetEntryDialog({ county, onClose }: { county: string; onClose: () => void }) {
  const [form] = Form.useForm<EntryValues>();
  const { message } = App.useApp();
  const record = useCommand(['budgets', 'settlements']);
  const submit = ({ amount, ...rest }: EntryValues) => {
    const negative = amount.trim().startsWith('-');
    const typed = typedMoney(amount.trim().replace(/^-/, ''));
    const body = { county, ...rest, amount: typed === null ? amount : `${negative ? '-' : ''}${typed}` };
    record.mutate(
      { path: '/budgets/entries', body },
      {
        onSuccess: () => {
          message.success('已登记');
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      open
      title="登记贴息资金"
      okText="登记"
      okButtonProps={{ 'data-testid': 'budget-entry-submit' }}
      confirmLoading={record.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'arrived', year: Number(today().slice(0, 4)), day: today() }}
        onFinish={submit}
      >
        <Form.Item name="kind" label="类别">
          <Radio.Group
            optionType="button"
            options={[
              { value: 'arrived', label: '到位资金' },
              { value: 'planned', label: '预算计划' },
            ]}
          />
        </Form.Item>
        <Form.Item name="year" label="预算年度" rules={[{ required: true, message: '请填写年度' }]}>
          <InputNumber min={2000} max={2100} precision={0} />
        </Form.Item>
        <Form.Item
          name="amount"
          label="金额（元）"
          extra="冲减以负数登记"
          rules={[{ required: true, message: '请填写金额' }]}
        >
          <Input className="num" data-testid="budget-amount" />
        </Form.Item>
        <Form.Item name="day" label="日期" rules={[{ required: true, message: '请选择日期' }]}>
          <DateField testId="budget-day" />
        </Form.Item>
        <Form.Item name="documentNo" label="文号" rules={[{ required: true, message: '请填写文号' }]}>
          <Input maxLength={100} data-testid="budget-document" />
        </Form.Item>
        <ProblemAlert error={record.error} testId="budget-entry-problem" />
      </Form>
    </Modal>
  );
}
