import { handoverKinds, type TaskDetail } from '@bangdai/contracts/http';
import { App, Button, Form, Input, Radio } from 'antd';
import { useCommand } from '../../api/use-command';
import { ProblemAlert } from '../../ui/states';
import { PhrasePicker } from './phrases';
import { taskPath } from './queries';

interface Draft {
  agreed: boolean;
  opinion: string;
}

/** For who was asked by 委派 or 加签: an opinion, not the decision. */
export function OpinionPanel({ task, onDone }: { task: TaskDetail; onDone: (() => void) | undefined }) {
  const [form] = Form.useForm<Draft>();
  const { message } = App.useApp();
  const command = useCommand(['tasks', 'loans']);
  const kind = task.askedOfMe ?? 'cosign';
  const asker = task.handovers?.find(({ isMine }) => isMine);
  // The panel is gone once the task is read again, so the answer is awaited here and not by the panel's own callbacks.
  const submit = (body: Draft) =>
    command.mutateAsync({ path: `${taskPath(task.id)}/opinion`, body }).then(
      () => {
        void message.success('意见已提交');
        onDone?.();
      },
      () => undefined,
    );
  return (
    <footer className="decision" data-testid="opinion-panel">
      <Form
        form={form}
        layout="vertical"
        initialValues={{ agreed: true }}
        onFinish={(body) => void submit(body)}
      >
        <div className="decision-head">
          <Form.Item name="agreed" noStyle>
            <Radio.Group
              optionType="button"
              buttonStyle="solid"
              options={[
                { value: true, label: <span data-testid="opinion-agree">同意</span> },
                { value: false, label: <span data-testid="opinion-disagree">不同意</span> },
              ]}
            />
          </Form.Item>
          <span className="decision-next">
            {asker?.byName ?? ''}
            {handoverKinds[kind]}征求您的意见
            {asker?.reason != null && `：${asker.reason}`}。提交后返回由其办理。
          </span>
          <Button type="primary" htmlType="submit" loading={command.isPending} data-testid="opinion-submit">
            提交意见
          </Button>
        </div>
        <ProblemAlert error={command.error} />
        <div className="decision-fields">
          <Form.Item
            name="opinion"
            className="field-wide"
            label={
              <>
                意见
                <PhrasePicker onPick={(text) => form.setFieldValue('opinion', text)} />
              </>
            }
            rules={[{ required: true, whitespace: true, message: '请填写意见' }]}
          >
            <Input.TextArea
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={2000}
              data-testid="opinion-text"
            />
          </Form.Item>
        </div>
      </Form>
    </footer>
  );
}
