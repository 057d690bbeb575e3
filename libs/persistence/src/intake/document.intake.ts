import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DocumentView } from '@bangdai/contracts/http';
import { createHash, randomUUID } from 'node:crypto';
import type { StoreContext } from '../context.js';
import { titleOfDocument } from '../reads/labels.js';
import { scopeOf } from '../reads/scope.js';

/** Bytes of one document at most. */
export const MAX_DOCUMENT_BYTES = 20 * 1024 * 1024;

interface DocumentRow {
  id: string;
  key: string;
  file_name_enc: Buffer | null;
  mime_type: string | null;
  size: number | null;
  sha256: string | null;
  uploaded_at: string;
}

export const DOCUMENT_COLUMNS = 'd.id, d.key, d.file_name_enc, d.mime_type, d.size, d.sha256, d.uploaded_at';

/** A scan may show an identity card, so its bytes are encrypted like any other personal field. */
export async function storeDocument(
  context: StoreContext,
  actor: Actor,
  loanId: string,
  file: { key: string; fileName: string; mimeType: string; bytes: Uint8Array },
): Promise<DocumentView> {
  if (file.bytes.byteLength > MAX_DOCUMENT_BYTES) throw new RefusedError('FILE_TOO_LARGE');
  const id = randomUUID();
  const seal = (column: string, plain: string) =>
    context.vault.seal({ table: 'document', column, rowId: id }, plain);
  const scope = scopeOf(actor, 'l', 2);
  const row = await context.database.transaction(async (db) => {
    await db.one(`select 1 from loan l where l.id = $1 and ${scope.sql}`, [loanId, ...scope.params]);
    return db.one<DocumentRow>(
      `insert into document as d (id, loan_id, key, file_name_enc, mime_type, size, sha256, content_enc, uploaded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${DOCUMENT_COLUMNS}`,
      [
        ...[id, loanId, file.key, seal('file_name', file.fileName), file.mimeType, file.bytes.byteLength],
        createHash('sha256').update(file.bytes).digest('hex'),
        ...[seal('content', Buffer.from(file.bytes).toString('base64')), actor.id],
      ],
    );
  });
  return documentView(context, row);
}

/** @throws RefusedError `NOT_FOUND` */
export async function getDocument(
  context: StoreContext,
  actor: Actor,
  documentId: string,
): Promise<DocumentView & { bytes: Uint8Array; loanId: string }> {
  const scope = scopeOf(actor, 'l', 2);
  const row = await context.database.read((db) =>
    db.one<DocumentRow & { content_enc: Buffer; loan_id: string }>(
      `select ${DOCUMENT_COLUMNS}, d.content_enc, d.loan_id from document d join loan l on l.id = d.loan_id
       where d.id = $1 and d.content_enc is not null and ${scope.sql}`,
      [documentId, ...scope.params],
    ),
  );
  const content = context.vault.open(
    { table: 'document', column: 'content', rowId: row.id },
    row.content_enc,
  );
  return { ...documentView(context, row), bytes: Buffer.from(content, 'base64'), loanId: row.loan_id };
}

export function documentView({ vault }: StoreContext, row: DocumentRow): DocumentView {
  const sealed = row.file_name_enc;
  return {
    id: row.id,
    key: row.key,
    title: titleOfDocument(row.key),
    fileName:
      sealed === null ? null : vault.open({ table: 'document', column: 'file_name', rowId: row.id }, sealed),
    mimeType: row.mime_type,
    size: row.size,
    sha256: row.sha256,
    uploadedAt: row.uploaded_at,
  };
}
