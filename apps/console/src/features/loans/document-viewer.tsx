import type { DocumentView } from '@bangdai/contracts/http';
import { DownloadOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { fileSize, instant } from '../../ui/format';
import { useMe } from '../session/me-context';
import { documentUrl } from './queries';

const viewUrl = (documentId: string): string => `${documentUrl({ id: documentId })}/view`;

type Viewed = Pick<DocumentView, 'id'> & Partial<DocumentView>;

/** Opens a document over the page; each look is on record with who looked. */
export function DocumentLink({
  documentId,
  label,
  document,
  testId = 'document-link',
}: {
  documentId: string;
  label: string;
  document?: DocumentView;
  testId?: string;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="link" className="cell-link" onClick={() => setOpen(true)} data-testid={testId}>
        {label}
      </Button>
      {open && (
        <DocumentViewer
          document={document ?? { id: documentId, title: label }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** Photo or PDF under a watermark that names the viewer and the minute. */
function DocumentViewer({ document, onClose }: { document: Viewed; onClose: () => void }) {
  const [opened] = useState(() => new Date().toISOString());
  const isImage = document.mimeType?.startsWith('image/') === true;
  const isPdf = document.mimeType === 'application/pdf';
  return (
    <Modal
      open
      width={860}
      title={document.title}
      onCancel={onClose}
      footer={
        <Button icon={<DownloadOutlined />} href={documentUrl(document)} data-testid="document-download">
          下载原件
        </Button>
      }
      data-testid="document-viewer"
    >
      <div className="viewer">
        {isImage ? (
          <img src={viewUrl(document.id)} alt={document.title ?? '材料'} data-testid="document-image" />
        ) : (
          <iframe
            title={document.title ?? '材料'}
            src={viewUrl(document.id)}
            className={isPdf ? 'viewer-pdf' : 'viewer-any'}
          />
        )}
        <Watermark at={opened} />
      </div>
      <p className="muted small wrap-any">
        {document.fileName} {document.size !== undefined && fileSize(document.size)}{' '}
        {document.sha256 && (
          <>
            · SHA-256 <span data-testid="document-hash">{document.sha256}</span>
          </>
        )}
      </p>
      <p className="muted small">查看已留痕。文件加密保存在平台，哈希值用于核对原件未被改动。</p>
    </Modal>
  );
}

/** Laid over the picture, not into it: the original stays as it came. */
function Watermark({ at }: { at: string }) {
  const me = useMe();
  const words = `${me.displayName} ${instant(at)}`;
  return (
    <div className="watermark" aria-hidden="true" data-testid="watermark">
      {Array.from({ length: 24 }, (_, index) => (
        <span key={index}>{words}</span>
      ))}
    </div>
  );
}
