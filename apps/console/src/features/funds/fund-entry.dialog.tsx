import type { FundView } from '@bangdai/contracts/http';
import { App, Form, Input, Modal, Select } from 'antd';
import { useCommand } from '../../api/use-command';
import { DateField } from '../../ui/date-field';
import { today, typedMoney } from '../../ui/format';
import { fundEntryKinds, labelledOptions, options } from '../../ui/labels';
import { ProblemAlert } from '../../ui/states';
import { useCounty } from '../session/queries';
import { fundPath } from './queries';

interface EntryValues {
  kind: 'deposit' | 'interest';
  bank: string;
  amount: string;
  receivedOn: string;
  voucherNo: string;
}

/** Finance records what arrived; the county office confirms it, and only then it counts. */
export function FundEntryDialog({ fund, onClose }: { fund: FundView; onClose: () => void }) {
  const [form] = Form.useForm<EntryValues>();
  const { message } = App.useApp();
  const command = useCommand(['funds', 'tasks']);
  const submit = ({ amount, ...values }: EntryValues) =>
    command.mutate(
      { path: `${fundPath(fund.id)}/entries`, body: { ...values, amount: typedMoney(amount) } },
      {
        onSuccess: () => {
          message.success('已登记，等待县主管部门复核');
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={`登记到账 · ${fund.bankName}`}
      okText="提交复核"
      okButtonProps={{ 'data-testid': 'fund-entry-submit' }}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'deposit', bank: fund.bank, receivedOn: today() }}
        onFinish={submit}
      >
        <EntryFields fund={fund} />
        <ProblemAlert error={command.error} testId="fund-entry-problem" />
      </Form>
    </Modal>
  );
}

function EntryFields({ fund }: { fund: FundView }) {
  const banks = useCounty(fund.county)?.banks ?? [];
  const check = (_: unknown, text?: string) =>
    typedMoney(text ?? '') === null ? Promise.reject(new Error('请输入金额（元）')) : Promise.resolve();
  return (
    <>
      <Form.Item name="kind" label="类别" rules={[{ required: true }]}>
        <Select options={options(fundEntryKinds)} data-testid="fund-entry-kind" />
      </Form.Item>
      {banks.length > 1 && (
        <Form.Item name="bank" label="专户银行" extra="首次存入另一家银行时，为其单独开立专户">
          <Select options={labelledOptions(banks)} />
        </Form.Item>
      )}
      <Form.Item name="amount" label="金额" rules={[{ validator: check }]}>
        <Input suffix="元" className="num-input" data-testid="fund-entry-amount" />
      </Form.Item>
      <Form.Item name="receivedOn" label="到账日期" rules={[{ required: true, message: '请选择到账日期' }]}>
        <DateField notAfterToday testId="fund-entry-receivedOn" />
      </Form.Item>
      <Form.Item
        name="voucherNo"
        label="银行凭证号"
        rules={[{ required: true, whitespace: true, message: '请填写凭证号' }]}
      >
        <Input maxLength={60} data-testid="fund-entry-voucher" />
      </Form.Item>
    </>
  );
}
