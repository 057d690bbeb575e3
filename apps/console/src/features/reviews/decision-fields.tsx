import type { LoanDetail, TaskDetail } from '@bangdai/contracts/http';
import { Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import { DateField } from '../../ui/date-field';
import { documentTitle, findings, labelledOptions, options, urgingKinds } from '../../ui/labels';
import { UploadButton } from '../loans/documents';
import {
  amountFault,
  isRequired,
  proofKey,
  rateBound,
  rateFault,
  rateHint,
  type DecisionField,
} from './decision';
import { PhrasePicker } from './phrases';
import { ProofField } from './task-proof';

interface FieldProps {
  task: TaskDetail;
  decision: string;
  loan: LoanDetail | undefined;
}

/** The fields that the chosen decision asks for, and no others. */
export function DecisionFields({ fields, ...props }: FieldProps & { fields: DecisionField[] }) {
  return (
    <div className="decision-fields">
      {fields.map((field) => {
        const Field = widgets[field];
        return <Field key={field} {...props} />;
      })}
    </div>
  );
}

const needed = (message: string) => [{ required: true, message }];

function TextField({ name, label, props }: { name: 'reason' | 'opinion'; label: string; props: FieldProps }) {
  const required = isRequired(props.task, props.decision, name);
  const form = Form.useFormInstance();
  const current = Form.useWatch<string | undefined>(name, form);
  return (
    <Form.Item
      name={name}
      label={
        <>
          {required ? label : `${label}（可不填）`}
          <PhrasePicker current={current} onPick={(text) => form.setFieldValue(name, text)} />
        </>
      }
      rules={required ? [{ required: true, whitespace: true, message: `请填写${label}` }] : []}
      className="field-wide"
    >
      <Input.TextArea
        autoSize={{ minRows: required ? 2 : 1, maxRows: 6 }}
        maxLength={2000}
        data-testid={`decision-${name}`}
      />
    </Form.Item>
  );
}

function Documents({ task, loan }: FieldProps) {
  const onFile = new Map(loan?.documents.map((document) => [document.key, document.sha256 !== null]));
  return (
    <Form.Item
      required
      name="documents"
      label="材料核对（勾选即由您核对过）"
      className="field-wide"
      rules={[
        {
          validator: (_, ticked: string[] = []) =>
            task.requires.every((key) => ticked.includes(key))
              ? Promise.resolve()
              : Promise.reject(new Error('请逐项核对必需的材料')),
        },
      ]}
    >
      <Checkbox.Group className="tick-list">
        {task.requires.map((key) => (
          <div key={key} className="tick">
            <Checkbox value={key} data-testid={`tick-${key}`}>
              {documentTitle(key)}
            </Checkbox>
            {onFile.has(key) ? (
              <span className="good">{onFile.get(key) === true ? '已上传' : '纸质原件已核对'}</span>
            ) : (
              loan !== undefined && <UploadButton small loanId={loan.id} documentKey={key} />
            )}
          </div>
        ))}
      </Checkbox.Group>
    </Form.Item>
  );
}

function Meeting() {
  return (
    <>
      <Form.Item name="attendance" label="到会人数" rules={needed('请填写到会人数')}>
        <InputNumber min={1} max={9999} precision={0} suffix="人" data-testid="meeting-total" />
      </Form.Item>
      <Form.Item
        name="villagerReps"
        label="其中村民代表"
        dependencies={['attendance']}
        rules={[
          ...needed('请填写村民代表人数'),
          ({ getFieldValue }) => ({
            validator: (_, value?: number) =>
              (value ?? 0) <= ((getFieldValue('attendance') as number | undefined) ?? 0)
                ? Promise.resolve()
                : Promise.reject(new Error('不能多于到会人数')),
          }),
        ]}
      >
        <InputNumber min={0} max={9999} precision={0} suffix="人" data-testid="meeting-reps" />
      </Form.Item>
    </>
  );
}

const faultRule = (fault: (text: string | undefined) => string | null) => ({
  validator: (_: unknown, value: string | undefined) => {
    const text = fault(value);
    return text === null ? Promise.resolve() : Promise.reject(new Error(text));
  },
});

function Terms({ task, loan }: FieldProps) {
  const requested = loan?.requestedAmount ?? null;
  const guide = task.termsGuide ?? null;
  const months = Form.useWatch('termMonths') as number | undefined;
  const hint = rateHint(guide);
  return (
    <>
      <Form.Item
        required
        name="amount"
        label="核定金额"
        rules={[faultRule((text) => amountFault(text, requested))]}
      >
        <Input suffix="元" className="num-input" data-testid="terms-amount" />
      </Form.Item>
      <Form.Item name="termMonths" label="核定期限" rules={needed('请填写期限')}>
        <InputNumber
          min={guide?.termMonthsMin ?? 1}
          max={guide?.termMonthsMax ?? loan?.termMonths ?? 600}
          precision={0}
          suffix="个月"
          data-testid="terms-months"
        />
      </Form.Item>
      <Form.Item
        required
        name="ratePercent"
        label="年利率"
        className="field-rate"
        extra={hint === '' ? undefined : <span data-testid="terms-rate-hint">{hint}</span>}
        dependencies={['termMonths']}
        rules={[faultRule((text) => rateFault(text, rateBound(guide, months)))]}
      >
        <Input suffix="%" placeholder="如 3.85" className="num-input" data-testid="terms-rate" />
      </Form.Item>
    </>
  );
}

function ReturnTo({ task }: FieldProps) {
  return (
    <Form.Item name="returnTo" label="退回到">
      <Select options={labelledOptions(task.earlierSteps)} data-testid="decision-return-to" />
    </Form.Item>
  );
}

const radio = (name: string, label: string, labels: Record<string, string>, testId: string) => (
  <Form.Item name={name} label={label} rules={needed(`请选择${label}`)}>
    <Radio.Group
      options={options(labels).map(({ value, label: text }) => ({
        value,
        label: <span data-testid={`${testId}-${value}`}>{text}</span>,
      }))}
    />
  </Form.Item>
);

function Founded() {
  return (
    <Form.Item name="founded" label="核查结论" rules={needed('请选择核查结论')}>
      <Radio.Group
        options={[
          { value: false, label: <span data-testid="founded-no">异议不成立，继续办理</span> },
          { value: true, label: <span data-testid="founded-yes">异议成立，终止申请</span> },
        ]}
      />
    </Form.Item>
  );
}

const dayLabels: Partial<Record<TaskDetail['kind'], string>> = {
  writtenNotice: '送达日期',
  clawback: '送达日期',
  householdNotice: '送达日期',
  undelivered: '送达日期',
  unknownPayment: '查证日期',
  misuse: '限期还款日',
  heldMoney: '退回日期',
  bankDue: '到账日期',
  bankDemand: '退回日期',
};

function OnDay({ task }: FieldProps) {
  const label = dayLabels[task.kind] ?? '核查日期';
  return (
    <Form.Item name="on" label={label} rules={needed(`请选择${label}`)}>
      <DateField notAfterToday={task.kind !== 'misuse'} testId="decision-on" />
    </Form.Item>
  );
}

const widgets: Record<DecisionField, (props: FieldProps) => ReactNode> = {
  reason: (props) => <TextField name="reason" label="理由" props={props} />,
  opinion: (props) => (
    <TextField name="opinion" label={props.task.kind === 'review' ? '意见' : '情况说明'} props={props} />
  ),
  returnTo: ReturnTo,
  documents: Documents,
  meeting: Meeting,
  terms: Terms,
  finding: () => radio('finding', '核查结果', findings, 'finding'),
  urgingKind: () => radio('urgingKind', '催收方式', urgingKinds, 'urging'),
  founded: Founded,
  on: OnDay,
  proof: ({ task, decision }) => <ProofField task={task} documentKey={proofKey(decision)} />,
};
