import { deskOf, type LoanDetail, type TaskDetail } from '@bangdai/contracts/http';
import { Alert, App, Button, Form, Radio } from 'antd';
import { Link } from 'react-router';
import { fieldFaults } from '../../api/problem';
import { useCommand } from '../../api/use-command';
import { readsOnly } from '../../app/menu';
import { percent, today } from '../../ui/format';
import { labelOf } from '../../ui/labels';
import { Loaded, ProblemAlert } from '../../ui/states';
import { useLoan } from '../loans/queries';
import { useMe } from '../session/me-context';
import { useCounty } from '../session/queries';
import {
  consequence,
  decisionBody,
  decisionName,
  fieldsFor,
  outcomesOf,
  type DecisionDraft,
} from './decision';
import { DecisionFields } from './decision-fields';
import { holds } from './holder';
import { OpinionPanel } from './opinion-panel';
import { afterDecision, taskPath } from './queries';

interface DecisionPanelProps {
  task: TaskDetail;
  /** Hash of the figures as this screen shows them; the engine refuses when they changed meanwhile. */
  figuresHash: string | null;
  onDone?: () => void;
}

/** Kinds that are cleared with the counterpart and close by themselves. */
const elsewhere: Partial<Record<TaskDetail['kind'], string>> = {
  stalled: '系统每 6 小时自动重试；请联系系统管理员排查，恢复后自动办结。',
};

/** Answer of one task; shown only to whom it can belong, with the reason when it cannot be given. */
export function DecisionPanel({ task, figuresHash, onDone }: DecisionPanelProps) {
  const me = useMe();
  const county = useCounty(task.county);
  if (task.status !== 'open' && task.status !== 'claimed') return null;
  if (readsOnly(me.role)) return null;
  if (task.askedOfMe != null) return <OpinionPanel task={task} onDone={onDone} />;
  if (task.claimedBy !== null && !holds(me, task.claimedBy)) {
    return <footer className="decision muted">已由 {task.claimedByName ?? '他人'} 认领，由其办理。</footer>;
  }
  if (deskOf(task.role) !== me.role) {
    return (
      <footer className="decision muted">
        该事项由{labelOf(county?.roles, task.role)}办理，您可以查看。
      </footer>
    );
  }
  const note = elsewhere[task.kind];
  if (note !== undefined) return <footer className="decision muted">{note}</footer>;
  if (task.kind === 'claimReady') {
    return (
      <footer className="decision">
        <span>已满足补偿申报条件，请核对材料后申报。</span>
        <Link to={`/loans/${encodeURIComponent(task.subjectId)}?do=claim`}>
          <Button type="primary" data-testid="go-claim">
            去申报风险补偿
          </Button>
        </Link>
      </footer>
    );
  }
  return <FormWithLoan task={task} figuresHash={figuresHash} onDone={onDone} />;
}

/** The fields start from what the loan says, so the loan is read first. */
function FormWithLoan(props: DecisionFormProps) {
  const { task, figuresHash } = props;
  const loan = useLoan(task.subject === 'loan' ? task.subjectId : undefined);
  const key = `${task.id}:${figuresHash ?? ''}`;
  if (task.subject !== 'loan') return <DecisionForm key={key} {...props} />;
  return (
    <Loaded query={loan} rows={1}>
      {(data) => <DecisionForm key={key} {...props} loan={data} />}
    </Loaded>
  );
}

type DecisionFormProps = Omit<DecisionPanelProps, 'onDone'> & {
  onDone: (() => void) | undefined;
  loan?: LoanDetail;
};

function DecisionForm({ task, figuresHash, onDone, loan }: DecisionFormProps) {
  const outcomes = outcomesOf(task);
  const [form] = Form.useForm<DecisionDraft>();
  const decision = Form.useWatch('decision', form) ?? outcomes[0] ?? 'complete';
  const returnTo = Form.useWatch('returnTo', form);
  const { message } = App.useApp();
  const command = useCommand<{ stage?: string } | null>(afterDecision);

  const submit = async (draft: DecisionDraft) => {
    await command
      .mutateAsync({ path: `${taskPath(task.id)}/decision`, body: decisionBody(task, draft, figuresHash) })
      .then(
        (answer) => {
          // Without a receipt the engine was busy: it keeps the decision and carries it out later.
          const parked = answer !== null && answer.stage === undefined;
          message.success(parked ? '已受理，系统稍后办理' : `已提交：${decisionName(draft.decision)}`);
          onDone?.();
        },
        (error: unknown) =>
          form.setFields(fieldFaults(error).map(({ errors }) => ({ name: 'decision', errors }))),
      );
  };
  return (
    <footer className="decision">
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          decision: outcomes[0],
          on: task.kind === 'misuse' ? undefined : today(),
          returnTo: task.earlierSteps[0]?.key,
          documents: (loan?.documents ?? [])
            .map((document) => document.key)
            .filter((key) => task.requires.includes(key)),
          amount: loan?.requestedAmount,
          termMonths: loan?.termMonths,
          ratePercent: loan?.annualRate == null ? undefined : percent(loan.annualRate).replace('%', ''),
        }}
        onFinish={(draft) => void submit(draft)}
        disabled={command.isPending}
      >
        <div className="decision-head">
          <Form.Item name="decision" noStyle>
            <Radio.Group
              optionType="button"
              buttonStyle="solid"
              options={outcomes.map((outcome) => ({
                value: outcome,
                label: <span data-testid={`decision-${outcome}`}>{decisionName(outcome)}</span>,
              }))}
            />
          </Form.Item>
          <span className="decision-next" data-testid="decision-next">
            提交后：{consequence(task, { decision, ...(returnTo === undefined ? {} : { returnTo }) })}
          </span>
          <Button
            type="primary"
            htmlType="submit"
            loading={command.isPending}
            danger={decision === 'reject'}
            disabled={task.blocked != null}
            data-testid="decision-submit"
          >
            提交{decisionName(decision)}
          </Button>
        </div>
        {task.blocked != null && (
          <Alert
            type="info"
            showIcon
            title={`暂不能提交：${task.blocked.detail}`}
            data-testid="decision-blocked"
          />
        )}
        <ProblemAlert error={command.error} testId="decision-problem" />
        <DecisionFields task={task} decision={decision} fields={fieldsFor(task, decision)} loan={loan} />
      </Form>
    </footer>
  );
}
