import type { LoanDetail } from '@bangdai/contracts/http';
import { Alert, App, Checkbox, Form, Input, InputNumber, Modal, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useCommand } from '../../api/use-command';
import { DateField } from '../../ui/date-field';
import { today } from '../../ui/format';
import {
  claimApplicants,
  clawbackCauses,
  findings,
  labelledOptions,
  options,
  termKinds,
  urgingKinds,
} from '../../ui/labels';
import { ProblemAlert } from '../../ui/states';
import { useMe } from '../session/me-context';
import { useCounty } from '../session/queries';
import { actionNames, type LoanAction } from './loan-actions';
import { actionRequest, type ActionValues } from './loan-command';
import { afterLoanCommand, loanPath } from './queries';

interface LoanActionDialogProps {
  loan: LoanDetail;
  action: LoanAction;
  onClose: () => void;
}

/** One command on one loan: its few fields, what it does, and the answer. */
export function LoanActionDialog({ loan, action, onClose }: LoanActionDialogProps) {
  const [form] = Form.useForm<ActionValues>();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const command = useCommand<{ claimId?: string; caseId?: string } | null>(afterLoanCommand);
  const submit = async (values: ActionValues) => {
    const { path, body } = actionRequest(action, values);
    await command.mutateAsync({ path: `${loanPath(loan.id)}/${path}`, body }).then(
      (answer) => {
        message.success(`${actionNames[action]}：已受理`);
        onClose();
        if (answer?.caseId !== undefined) void navigate(`/clawbacks/${encodeURIComponent(answer.caseId)}`);
        if (answer?.claimId !== undefined) void navigate(`/claims/${encodeURIComponent(answer.claimId)}`);
      },
      () => undefined,
    );
  };
  const Fields = fieldsOf[action];
  return (
    <Modal
      open
      title={`${actionNames[action]} · ${loan.loanNo}`}
      okText="确认提交"
      okButtonProps={{ 'data-testid': 'action-submit', danger: action === 'withdraw' }}
      confirmLoading={command.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          on: action === 'clawback' ? undefined : today(),
          finding: 'ok',
          urgingKind: 'call',
          termKind: 'extension',
        }}
        onFinish={(values) => void submit(values)}
      >
        <Fields loan={loan} />
        <ProblemAlert error={command.error} testId="action-problem" />
      </Form>
    </Modal>
  );
}

const needed = (message: string) => [{ required: true, message }];

const Reason = ({ label = '理由' }: { label?: string }) => (
  <Form.Item
    name="reason"
    label={label}
    rules={[{ required: true, whitespace: true, message: `请填写${label}` }]}
  >
    <Input.TextArea rows={3} maxLength={2000} data-testid="action-reason" />
  </Form.Item>
);

const Remark = () => (
  <Form.Item name="remark" label="情况说明（可不填）">
    <Input.TextArea rows={3} maxLength={2000} data-testid="action-remark" />
  </Form.Item>
);

const Day = ({ label }: { label: string }) => (
  <Form.Item name="on" label={label} rules={needed(`请选择${label}`)}>
    <DateField notAfterToday testId="action-on" />
  </Form.Item>
);

const Choice = ({ name, label, labels }: { name: string; label: string; labels: Record<string, string> }) => (
  <Form.Item name={name} label={label} rules={needed(`请选择${label}`)}>
    <Radio.Group
      options={options(labels).map(({ value, label: text }) => ({
        value,
        label: <span data-testid={`action-${value}`}>{text}</span>,
      }))}
    />
  </Form.Item>
);

function ClaimFields({ loan }: { loan: LoanDetail }) {
  const county = useCounty(loan.county);
  const me = useMe();
  return (
    <>
      <Form.Item name="cause" label="补偿原因" rules={needed('请选择补偿原因')}>
        <Select options={labelledOptions(county?.causes)} data-testid="claim-cause" />
      </Form.Item>
      {me.role === 'village' && (
        <Form.Item name="applicant" label="申请人" extra="主要劳动力死亡的，由继承人申请">
          <Select allowClear options={options(claimApplicants)} data-testid="claim-applicant" />
        </Form.Item>
      )}
      <Form.Item name="proofs" label="证明材料" rules={needed('请勾选已备齐的证明材料')}>
        <Checkbox.Group
          className="tick-list"
          options={(county?.proofs ?? []).map(({ key, zh }) => ({
            value: key,
            label: <span data-testid={`proof-${key}`}>{zh}</span>,
          }))}
        />
      </Form.Item>
      <Day label="申报日期" />
    </>
  );
}

/** Nights that the finding is about; without a first day all since the disbursement. */
function ClawbackFields({ loan }: { loan: LoanDetail }) {
  return (
    <>
      <Alert
        type="info"
        showIcon
        title="按涉及期间已拨付的贴息自动计算，经主管部门与财政两人认定后追回；未拨付的直接剔除。"
      />
      <Choice name="clawbackCause" label="追回原因" labels={clawbackCauses} />
      <Form.Item name="on" label="涉及的第一天" extra={`不填则自放款日 ${loan.disbursedOn ?? ''} 起`}>
        <DateField notAfterToday testId="action-on" />
      </Form.Item>
      <Form.Item name="toOn" label="截止日（不含，可不填）">
        <DateField testId="action-to" />
      </Form.Item>
      <Reason label="认定情况" />
    </>
  );
}

/** A recall names the day by which to pay back; a conversion takes effect at once. */
function ExitFields({ loan }: { loan: LoanDetail }) {
  const option = Form.useWatch<string | undefined>('exitOption');
  return (
    <>
      <Alert type="warning" showIcon title="自今日起停止贴息，处置后不可撤销。" />
      <Form.Item name="exitOption" label="处置方式" rules={needed('请选择处置方式')}>
        <Select options={labelledOptions(loan.exitOptions)} data-testid="exit-option" />
      </Form.Item>
      {option === 'recall' && (
        <Form.Item name="on" label="限期还款日" rules={needed('请选择限期还款日')}>
          <DateField testId="action-on" />
        </Form.Item>
      )}
      <Reason label="认定情况" />
    </>
  );
}

const fieldsOf: Record<LoanAction, (props: { loan: LoanDetail }) => ReactNode> = {
  withdraw: () => <Alert type="warning" showIcon title="撤回后本次申请结束，如需贷款须重新申请。" />,
  clearSuspension: () => <Alert type="info" showIcon title="将重新核对放款条件，通过后通知银行放款。" />,
  objection: () => <Reason label="异议内容" />,
  complaint: () => (
    <>
      <Alert type="info" showIcon title="公示期已满，按投诉登记：乡镇与县主管部门可见，不影响办理。" />
      <Reason label="投诉内容" />
    </>
  ),
  usageCheck: () => (
    <>
      <Choice name="finding" label="核查结果" labels={findings} />
      <Day label="核查日期" />
      <Remark />
    </>
  ),
  urging: () => (
    <>
      <Choice name="urgingKind" label="催收方式" labels={urgingKinds} />
      <Remark />
    </>
  ),
  termRequest: () => (
    <>
      <Choice name="termKind" label="申请事项" labels={termKinds} />
      <Form.Item name="months" label="月数" rules={needed('请输入月数')}>
        <InputNumber min={1} max={120} precision={0} suffix="个月" data-testid="action-months" />
      </Form.Item>
      <Reason />
    </>
  ),
  claim: ({ loan }) => <ClaimFields loan={loan} />,
  maliciousExit: ({ loan }) => <ExitFields loan={loan} />,
  clawback: ({ loan }) => <ClawbackFields loan={loan} />,
};
