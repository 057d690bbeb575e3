import type { LoanDetail } from '@bangdai/contracts/http';
import { Alert, App, Form, Input, Modal, Switch } from 'antd';
import type { ReactNode } from 'react';
import { useCommand } from '../../api/use-command';
import { DateField } from '../../ui/date-field';
import { typedMoney } from '../../ui/format';
import { ProblemAlert } from '../../ui/states';
import type { Receipt } from './corrections';
import { afterLoanCommand, loanPath } from './queries';

interface DialogProps<Values> {
  loanId: string;
  title: string;
  initial: Values;
  bodyOf: (values: Values) => Record<string, unknown>;
  onClose: () => void;
  children: ReactNode;
}

function CorrectionDialog<Values extends { reason?: string }>(props: DialogProps<Values>) {
  const { loanId, title, initial, bodyOf, onClose, children } = props;
  const [form] = Form.useForm<Values>();
  const { message } = App.useApp();
  const command = useCommand(afterLoanCommand);
  const submit = (values: Values) =>
    command.mutateAsync({ path: `${loanPath(loanId)}/corrections`, body: bodyOf(values) }).then(
      () => {
        message.success('更正已提出，待银行另一人复核');
        onClose();
      },
      () => undefined,
    );
  return (
    <Modal
      open
      title={title}
      okText="提出更正"
      okButtonProps={{ 'data-testid': 'correction-submit' }}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Alert
        type="info"
        showIcon
        title="由银行另一人复核后，冲正原分录并重新入账；已结算期间的差额在下期以调整行体现。"
      />
      <Form
        form={form}
        layout="vertical"
        initialValues={initial}
        onFinish={(values: Values) => void submit(values)}
      >
        {children}
        <Form.Item
          name="reason"
          label="更正理由"
          rules={[{ required: true, whitespace: true, message: '请填写更正理由' }]}
        >
          <Input.TextArea rows={2} maxLength={2000} data-testid="correction-reason" />
        </Form.Item>
        <ProblemAlert error={command.error} testId="correction-problem" />
      </Form>
    </Modal>
  );
}

const amountRule = {
  validator: (_: unknown, value: string | undefined) =>
    typedMoney(value ?? '') === null ? Promise.reject(new Error('请输入金额（元）')) : Promise.resolve(),
};

interface ReceiptValues {
  foreign: boolean;
  receiptNo: string;
  paidOn: string;
  principal: string;
  interest: string;
  reason?: string;
}

export function ReceiptCorrectionDialog(props: { loanId: string; receipt: Receipt; onClose: () => void }) {
  const { loanId, receipt, onClose } = props;
  const { receiptNo, paidOn, principal, interest } = receipt;
  const bodyOf = (values: ReceiptValues) => ({
    kind: 'repayment',
    receiptNo,
    replacement: values.foreign
      ? null
      : {
          receiptNo: values.receiptNo.trim(),
          paidOn: values.paidOn,
          principal: typedMoney(values.principal),
          interest: typedMoney(values.interest),
        },
    reason: values.reason,
  });
  return (
    <CorrectionDialog<ReceiptValues>
      loanId={loanId}
      title={`更正还款 · 回单 ${receiptNo}`}
      initial={{ foreign: false, receiptNo, paidOn, principal, interest }}
      bodyOf={bodyOf}
      onClose={onClose}
    >
      <ReceiptFields />
    </CorrectionDialog>
  );
}

function ReceiptFields() {
  const isForeign = Form.useWatch<boolean | undefined>('foreign') === true;
  return (
    <>
      <Form.Item name="foreign" label="该回单不属于本贷款，只冲正" valuePropName="checked">
        <Switch data-testid="correction-foreign" />
      </Form.Item>
      {!isForeign && (
        <>
          <Form.Item name="receiptNo" label="回单号" rules={[{ required: true, message: '请填写回单号' }]}>
            <Input maxLength={100} data-testid="correction-receipt" />
          </Form.Item>
          <Form.Item name="paidOn" label="还款日" rules={[{ required: true, message: '请选择还款日' }]}>
            <DateField notAfterToday testId="correction-on" />
          </Form.Item>
          <Form.Item name="principal" label="本金" rules={[amountRule]}>
            <Input suffix="元" className="num-input" data-testid="correction-principal" />
          </Form.Item>
          <Form.Item name="interest" label="利息" rules={[amountRule]}>
            <Input suffix="元" className="num-input" data-testid="correction-interest" />
          </Form.Item>
        </>
      )}
    </>
  );
}

interface DisbursementValues {
  disbursedOn: string;
  maturesOn: string;
  reason?: string;
}

export function DisbursementCorrectionDialog({ loan, onClose }: { loan: LoanDetail; onClose: () => void }) {
  const initial = { disbursedOn: loan.disbursedOn ?? '', maturesOn: loan.maturesOn ?? '' };
  const bodyOf = ({ disbursedOn, maturesOn, reason }: DisbursementValues) => ({
    kind: 'disbursement',
    disbursedOn,
    maturesOn: maturesOn === initial.maturesOn ? null : maturesOn,
    reason,
  });
  return (
    <CorrectionDialog<DisbursementValues>
      loanId={loan.id}
      title={`更正放款日期 · ${loan.loanNo}`}
      initial={initial}
      bodyOf={bodyOf}
      onClose={onClose}
    >
      <Form.Item name="disbursedOn" label="放款日" rules={[{ required: true, message: '请选择放款日' }]}>
        <DateField notAfterToday testId="correction-disbursed" />
      </Form.Item>
      <Form.Item name="maturesOn" label="到期日" rules={[{ required: true, message: '请选择到期日' }]}>
        <DateField testId="correction-matures" />
      </Form.Item>
    </CorrectionDialog>
  );
}
