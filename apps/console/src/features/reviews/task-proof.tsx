import type { DocumentView, TaskDetail } from '@bangdai/contracts/http';
import { UploadOutlined } from '@ant-design/icons';
import { App, Button, Form, Upload } from 'antd';
import { useCommand } from '../../api/use-command';
import { documentTitle } from '../../ui/labels';
import { ProblemAlert } from '../../ui/states';
import { taskPath, useTaskFiles } from './queries';

const MAX_BYTES = 10 * 1024 * 1024;

/** The paper that proves the answer: uploaded to the task itself, asked for before it can be sent. */
export function ProofField({ task, documentKey }: { task: TaskDetail; documentKey: string }) {
  const files = useTaskFiles(task.id);
  const mine = (files.data ?? []).filter(({ key }) => key === documentKey);
  const title = documentTitle(documentKey);
  return (
    <Form.Item
      required
      label={title}
      className="field-wide"
      validateStatus={mine.length > 0 ? 'success' : ''}
    >
      <ul className="proofs" data-testid="proof-list">
        {mine.map((file) => (
          <li key={file.id}>
            <a href={`/v1/task-files/${file.id}`} target="_blank" rel="noreferrer">
              {file.fileName}
            </a>
          </li>
        ))}
      </ul>
      <ProofUpload taskId={task.id} documentKey={documentKey} label={`上传${title}`} />
      <ProblemAlert error={files.error} />
    </Form.Item>
  );
}

/** What the first person uploaded, for the second to look at before signing. */
export function StatedProofs({ task }: { task: TaskDetail }) {
  const files = useTaskFiles(task.id);
  return (
    <section className="task-paper">
      {files.data?.length === 0 && <span>登记人没有上传凭证。</span>}
      <ul className="proofs" data-testid="stated-proofs">
        {(files.data ?? []).map((file) => (
          <li key={file.id}>
            <a href={`/v1/task-files/${file.id}`} target="_blank" rel="noreferrer">
              {file.title} · {file.fileName}
            </a>
          </li>
        ))}
      </ul>
      <ProblemAlert error={files.error} />
    </section>
  );
}

function ProofUpload({ taskId, documentKey, label }: { taskId: string; documentKey: string; label: string }) {
  const upload = useCommand<DocumentView>(['tasks']);
  const { message } = App.useApp();
  const put = async (file: File) => {
    if (file.size > MAX_BYTES) return void message.error('文件超过 10 MB，请压缩后上传');
    const form = new FormData();
    form.append('key', documentKey);
    form.append('file', file);
    const fingerprint = `${documentKey}:${file.name}:${file.size}:${file.lastModified}`;
    await upload
      .mutateAsync({ path: `${taskPath(taskId)}/files`, form, fingerprint })
      .then(() => message.success('已上传'))
      .catch(() => undefined);
  };
  return (
    <>
      <Upload
        accept=".pdf,.jpg,.jpeg,.png"
        showUploadList={false}
        data-testid="proof-file"
        beforeUpload={(file) => {
          void put(file);
          return false;
        }}
      >
        <Button icon={<UploadOutlined />} loading={upload.isPending} data-testid="proof-upload">
          {label}
        </Button>
      </Upload>
      <ProblemAlert error={upload.error} testId="proof-problem" />
    </>
  );
}
