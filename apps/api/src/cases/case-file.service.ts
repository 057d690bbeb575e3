import type { Actor } from '@bangdai/contracts';
import { loanStages, type CaseEvent, type LoanDetail } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { access } from '../auth/access.js';
import { PERSISTENCE } from '../tokens.js';
import { approvalFormPdf } from './approval-form.pdf.js';
import { moneyPdf, noticesPdf, timelinePdf } from './case-file.pdf.js';

interface Entry {
  path: string;
  title: string;
  bytes: Uint8Array;
}

const endings: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};

/** 卷宗: everything about one loan in one file, with the hash of each part, from our own records alone. */
@Injectable()
export class CaseFileService {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  /** @throws RefusedError `NOT_FOUND` */
  async build(actor: Actor, loanId: string, on: string): Promise<{ bytes: Uint8Array; loanNo: string }> {
    const { cases, reads } = this.persistence;
    const loan = await reads.getLoan(actor, loanId, on);
    const events = await cases.timeline(actor, loanId);
    const entries: Entry[] = [
      {
        path: '01-审批表.pdf',
        title: '申请审批表',
        bytes: await approvalFormPdf(await cases.approvalForm(actor, loanId), on),
      },
      { path: '02-办理记录.pdf', title: '全程办理记录及意见', bytes: await timelinePdf(loan, events, on) },
      {
        path: '03-资金.pdf',
        title: '放款、还款、贴息和分录',
        bytes: await moneyPdf(loan, await reads.getMoney(actor, loanId), on),
      },
      {
        path: '04-通知.pdf',
        title: '通知及送达情况',
        bytes: await noticesPdf(loan, await cases.notices(actor, loanId), on),
      },
      ...(await this.documents(actor, loan)),
      ...(await this.rawEvents(actor, loanId, events)),
    ];
    await cases.noteAccess(actor, loanId, 'caseFile');
    return { bytes: await zipOf(loan, entries, on), loanNo: loan.loanNo };
  }

  private async documents(actor: Actor, loan: LoanDetail): Promise<Entry[]> {
    const uploaded = loan.documents.filter(({ fileName }) => fileName !== null);
    const entries: Entry[] = [];
    for (const [index, document] of uploaded.entries()) {
      const { bytes, mimeType } = await this.persistence.intake.getDocument(actor, document.id);
      const no = String(index + 1).padStart(2, '0');
      const name = document.title.replaceAll(/[\\/:*?"<>|]/g, '_');
      entries.push({
        path: `05-材料/${no}-${name}.${endings[mimeType ?? ''] ?? 'bin'}`,
        title: document.title,
        bytes,
      });
    }
    return entries;
  }

  /** The rows as written, for those who may read them. */
  private async rawEvents(actor: Actor, loanId: string, events: CaseEvent[]): Promise<Entry[]> {
    if (!access.readRawEvents(actor.role)) return [];
    const lines: string[] = [];
    for (const { id, kind } of events) {
      if (kind === 'documentStored') continue;
      lines.push(JSON.stringify(await this.persistence.cases.rawEvent(actor, loanId, id)));
    }
    return [{ path: '06-记录原文.jsonl', title: '办理记录原文', bytes: utf8(`${lines.join('\n')}\n`) }];
  }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The index names each part with its size and SHA-256, readable by people and by `sha256sum -c`. */
async function zipOf(loan: LoanDetail, entries: Entry[], on: string): Promise<Uint8Array> {
  const { zipSync } = await import('fflate');
  const lines = entries.map(
    ({ path, title, bytes }) => `${path}\t${title}\t${bytes.byteLength} 字节\t${sha256(bytes)}`,
  );
  const head = [
    `卷宗 ${loan.loanNo}`,
    `${loan.countyName} ${loan.township} ${loan.village}　${loan.bankName}`,
    `状态 ${loanStages[loan.stage]}　导出日期 ${on}　方案 ${loan.packRef.title}（${loan.packRef.packVersion}）`,
    '',
    '文件\t内容\t大小\tSHA-256',
  ];
  const files: Record<string, Uint8Array> = {
    '00-目录.txt': utf8(`\ufeff${[...head, ...lines].join('\r\n')}\r\n`),
    SHA256SUMS: utf8(entries.map(({ path, bytes }) => `${sha256(bytes)}  ${path}\n`).join('')),
  };
  for (const { path, bytes } of entries) files[path] = bytes;
  // Scans and PDFs are packed already; a small effort is enough for the texts.
  return zipSync(files, { level: 3 });
}
