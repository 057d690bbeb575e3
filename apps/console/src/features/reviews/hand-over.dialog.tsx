import type { ColleagueView, TaskDetail } from '@bangdai/contracts/http';
import { App, Form, Input, Modal, Select } from 'antd';
import { useCommand } from '../../api/use-command';
import { ProblemAlert } from '../../ui/states';
import { taskPath, useTaskPeople } from './queries';

export type HandOverKind = 'transfer' | 'delegate' | 'cosign' | 'copy' | 'urge';

interface Draft {
  to?: string | string[];
  reason?: string;
}

const words: Record<HandOverKind, { title: string; note: string; people: string; done: string }> = {
  transfer: {
    title: '转办',
    note: '转出后由对方办理，不再返回给您。',
    people: '转给',
    done: '已转办',
  },
  delegate: {
    title: '委派',
    note: '对方填写意见后，事项返回由您办理；其间任何人不能办理。',
    people: '委派给',
    done: '已委派',
  },
  cosign: {
    title: '加签',
    note: '所选人员都签署意见后，您才能办理。',
    people: '加签人员',
    done: '已加签',
  },
  copy: {
    title: '抄送',
    note: '对方在「抄送」中看到这件事项，不需要办理。',
    people: '抄送给',
    done: '已抄送',
  },
  urge: { title: '催办', note: '每件事项每天只能催办一次，记入办理过程。', people: '', done: '已催办' },
};

const several = new Set<HandOverKind>(['cosign', 'copy']);

const personLabel = ({ name, roleName, place }: ColleagueView): string =>
  [name, roleName, place.replace('/', ' · ')].filter(Boolean).join('　');

/** One dialog for what is done with a task beside deciding it: to whom, and why. */
export function HandOverDialog({
  kind,
  task,
  onClose,
}: {
  kind: HandOverKind;
  task: TaskDetail;
  onClose: () => void;
}) {
  const { title, note, done } = words[kind];
  const [form] = Form.useForm<Draft>();
  const { message } = App.useApp();
  const command = useCommand(['tasks', 'loans']);
  const submit = ({ to, reason }: Draft) =>
    command
      .mutateAsync({
        path: `${taskPath(task.id)}/${kind}`,
        body: { ...(to !== undefined && { to }), reason: reason?.trim() || undefined },
      })
      .then(
        () => {
          void message.success(done);
          onClose();
        },
        () => undefined,
      );
  return (
    <Modal
      open
      title={`${title}：${task.title}`}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={`确认${title}`}
      confirmLoading={command.isPending}
      okButtonProps={{ 'data-testid': 'hand-over-submit' }}
    >
      <p className="muted">{note}</p>
      <ProblemAlert error={command.error} testId="hand-over-problem" />
      <Form form={form} layout="vertical" onFinish={(draft) => void submit(draft)}>
        {kind !== 'urge' && <PeopleField kind={kind} taskId={task.id} />}
        <Form.Item name="reason" label="说明（可不填）">
          <Input.TextArea rows={2} maxLength={500} data-testid="hand-over-reason" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function PeopleField({ kind, taskId }: { kind: HandOverKind; taskId: string }) {
  const purpose = kind === 'transfer' || kind === 'delegate' ? 'handOver' : 'ask';
  const people = useTaskPeople(taskId, purpose);
  const label = words[kind].people;
  return (
    <>
      <ProblemAlert error={people.error} onRetry={() => void people.refetch()} />
      <Form.Item
        name="to"
        label={label}
        rules={[{ required: true, message: `请选择${label}` }]}
        extra={people.data?.length === 0 ? '没有其他可选的人员' : undefined}
      >
        <Select
          {...(several.has(kind) && { mode: 'multiple' as const })}
          showSearch={{ optionFilterProp: 'label' }}
          loading={people.isPending}
          options={people.data?.map((person) => ({ value: person.id, label: personLabel(person) })) ?? []}
          data-testid="hand-over-to"
        />
      </Form.Item>
    </>
  );
}
