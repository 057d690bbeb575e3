import { deskOf, RefusedError, type Actor } from '@bangdai/contracts';
import type { DocumentView, TaskDesk } from '@bangdai/contracts/http';
import { shanghaiDateOf } from '@bangdai/domain';
import { createHash, randomUUID } from 'node:crypto';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { MAX_DOCUMENT_BYTES } from '../intake/document.intake.js';
import { titleOfDocument } from '../reads/labels.js';
import { lockTask } from '../reads/task-claims.js';
import { readTask } from '../reads/task.reader.js';

interface FileRow {
  id: string;
  task_id: string;
  key: string;
  file_name_enc: Buffer;
  mime_type: string;
  size: number;
  sha256: string;
  uploaded_at: string;
}

const COLUMNS = 'id, task_id, key, file_name_enc, mime_type, size, sha256, uploaded_at';
const today = (): string => shanghaiDateOf(Date.now());

/** A proof of what a person did about a task; encrypted, since it may show anything. */
export async function storeFile(
  context: StoreContext,
  actor: Actor,
  taskId: string,
  file: Parameters<TaskDesk['storeFile']>[2],
): Promise<DocumentView> {
  if (file.bytes.byteLength > MAX_DOCUMENT_BYTES) throw new RefusedError('FILE_TOO_LARGE');
  const id = randomUUID();
  const seal = (column: string, plain: string) =>
    context.vault.seal({ table: 'task_file', column, rowId: id }, plain);
  const row = await context.database.transaction(async (db) => {
    const { desk } = await lockTask(db, actor, taskId);
    if (deskOf(desk) !== actor.role) throw new RefusedError('WRONG_ROLE');
    return db.one<FileRow>(
      `insert into task_file (id, task_id, key, file_name_enc, mime_type, size, sha256, content_enc, uploaded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
      [
        ...[id, taskId, file.key, seal('file_name', file.fileName), file.mimeType, file.bytes.byteLength],
        createHash('sha256').update(file.bytes).digest('hex'),
        ...[seal('content', Buffer.from(file.bytes).toString('base64')), actor.id],
      ],
    );
  });
  return fileView(context, row);
}

export async function listFiles(
  context: StoreContext,
  actor: Actor,
  taskId: string,
): Promise<DocumentView[]> {
  return context.database.read(async (db) => {
    await readTask(db, context, actor, taskId, today());
    const rows = await db.rows<FileRow>(
      // Whoever checks what another stated about a payment sees the voucher that goes with it.
      `select ${COLUMNS} from task_file f where f.task_id = $1 or exists (
         select 1 from task t join payment_order o on o.subject_id = t.subject_id
         join payment_statement s on s.order_no = o.order_no and s.task_id = f.task_id
         where t.id = $1 and t.kind = 'paymentCheck' and t.id like '%-' || replace(o.order_no, '/', '-') || '.%')
       order by uploaded_at, id`,
      [taskId],
    );
    return rows.map((row) => fileView(context, row));
  });
}

/** @throws RefusedError `NOT_FOUND` also for a file of a task outside the actor's place */
export async function getFile(
  context: StoreContext,
  actor: Actor,
  fileId: string,
): Promise<DocumentView & { bytes: Uint8Array }> {
  return context.database.read(async (db) => {
    const row = await db.one<FileRow & { content_enc: Buffer }>(
      `select ${COLUMNS}, content_enc from task_file where id = $1`,
      [fileId],
    );
    await readTask(db, context, actor, row.task_id, today());
    const place = { table: 'task_file', column: 'content', rowId: row.id };
    const bytes = Buffer.from(context.vault.open(place, row.content_enc), 'base64');
    return { ...fileView(context, row), bytes };
  });
}

/** @throws RefusedError `DOCUMENT_MISSING` */
export async function requireFile(db: Db, taskId: string, key: string): Promise<void> {
  const file = await db.maybe('select 1 from task_file where task_id = $1 and key = $2', [taskId, key]);
  if (file === null) throw new RefusedError('DOCUMENT_MISSING');
}

function fileView({ vault }: StoreContext, row: FileRow): DocumentView {
  return {
    id: row.id,
    key: row.key,
    title: titleOfDocument(row.key),
    fileName: vault.open({ table: 'task_file', column: 'file_name', rowId: row.id }, row.file_name_enc),
    mimeType: row.mime_type,
    size: row.size,
    sha256: row.sha256,
    uploadedAt: row.uploaded_at,
  };
}
