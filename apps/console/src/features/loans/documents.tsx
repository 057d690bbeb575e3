import type { DocumentView, Labelled, LoanDetail } from '@bangdai/contracts/http';
import { UploadOutlined } from '@ant-design/icons';
import { App, Button, Select, Table, Upload } from 'antd';
import { useState } from 'react';
import { useCommand } from '../../api/use-command';
import { fileSize, instant } from '../../ui/format';
import { documentTitle, usualDocuments } from '../../ui/labels';
import { Nothing, ProblemAlert } from '../../ui/states';
import { DocumentLink } from './document-viewer';
import { loanPath } from './queries';

const ACCEPTED = '.pdf,.jpg,.jpeg,.png';
const MAX_BYTES = 10 * 1024 * 1024;

interface UploadButtonProps {
  loanId: string;
  documentKey: string;
  label?: string;
  small?: boolean;
  testId?: string;
}

/** One document of one kind; size is checked here to spare the line, the type by content on the server. */
export function UploadButton({
  loanId,
  documentKey,
  label = '上传',
  small = false,
  testId = `upload-${documentKey}`,
}: UploadButtonProps) {
  const upload = useCommand<DocumentView>(['loans', 'tasks']);
  const { message } = App.useApp();
  const [error, setError] = useState<unknown>(null);
  const put = async (file: File) => {
    if (file.size > MAX_BYTES) return void message.error('文件超过 10 MB，请压缩后上传');
    const form = new FormData();
    form.append('key', documentKey);
    form.append('file', file);
    const fingerprint = `${documentKey}:${file.name}:${file.size}:${file.lastModified}`;
    setError(null);
    await upload.mutateAsync({ path: `${loanPath(loanId)}/documents`, form, fingerprint }).then(
      () => message.success('已上传'),
      (cause: unknown) => setError(cause),
    );
  };
  return (
    <>
      <Upload
        data-testid={`${testId}-file`}
        accept={ACCEPTED}
        showUploadList={false}
        disabled={documentKey === ''}
        beforeUpload={(file) => {
          void put(file);
          return false;
        }}
      >
        <Button
          size={small ? 'small' : 'medium'}
          icon={<UploadOutlined />}
          loading={upload.isPending}
          disabled={documentKey === ''}
          data-testid={testId}
        >
          {label}
        </Button>
      </Upload>
      <ProblemAlert error={error} testId="upload-problem" />
    </>
  );
}

interface DocumentsProps {
  loan: LoanDetail;
  titles: readonly Labelled[];
  mayUpload: boolean;
  wanted?: readonly string[];
}

export function DocumentTable({ loan, titles, mayUpload, wanted = [] }: DocumentsProps) {
  const [key, setKey] = useState('');
  const keys = [...new Set([...wanted, ...titles.map((item) => item.key), ...usualDocuments])];
  return (
    <>
      {mayUpload && (
        <div className="toolbar">
          <Select
            placeholder="材料类型"
            className="filter-wide"
            value={key === '' ? undefined : key}
            onChange={setKey}
            options={keys.map((value) => ({ value, label: documentTitle(value, titles) }))}
            data-testid="document-key"
          />
          <UploadButton loanId={loan.id} documentKey={key} label="选择文件上传" testId="document-upload" />
          <span className="muted">PDF、JPG、PNG，不超过 10 MB</span>
        </div>
      )}
      {loan.documents.length === 0 ? (
        <Nothing text={mayUpload ? '还没有材料，请选择类型后上传' : '还没有材料'} />
      ) : (
        <Table<DocumentView>
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={loan.documents}
          columns={[
            { title: '材料', render: (_, row) => row.title || documentTitle(row.key, titles), width: 200 },
            {
              title: '文件',
              ellipsis: true,
              render: (_, row) =>
                row.fileName === null ? (
                  <span className="muted" data-testid={`document-${row.key}`}>
                    {row.seenBy == null ? '纸质原件，已核对' : `纸质原件，${row.seenBy} 已核对`}
                  </span>
                ) : (
                  <DocumentLink
                    documentId={row.id}
                    label={row.fileName}
                    document={row}
                    testId={`document-${row.key}`}
                  />
                ),
            },
            {
              title: '大小',
              width: 90,
              align: 'right',
              render: (_, row) => <span className="num">{fileSize(row.size)}</span>,
            },
            {
              title: '登记时间',
              width: 150,
              render: (_, row) => <span className="num">{instant(row.uploadedAt)}</span>,
            },
          ]}
        />
      )}
    </>
  );
}
