import type { Actor } from '@bangdai/contracts';
import type { Persistence } from '@bangdai/persistence';
import { Controller, Get, Header, Inject, Param, StreamableFile } from '@nestjs/common';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { ActorOf } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';
import { approvalFormPdf } from './approval-form.pdf.js';
import { CaseFileService } from './case-file.service.js';

/** A file that the browser itself shows: nothing in it may run, and no other site may frame it. */
const shownInBrowser = "script-src 'none'; frame-ancestors 'self'";

/** Papers of one loan: the form to print, the file to hand over, a document to look at. */
@Controller('v1')
@Roles('readRecords')
export class CaseFilesController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly files: CaseFileService,
  ) {}

  @Get('loans/:id/approval-form.pdf')
  @Header('Content-Security-Policy', shownInBrowser)
  @Answers('打印审批表（PDF）', 'File')
  async printApprovalForm(
    @ActorOf() actor: Actor,
    @Param('id', SubjectId) id: string,
  ): Promise<StreamableFile> {
    const form = await this.persistence.cases.approvalForm(actor, id);
    return fileOf(
      await approvalFormPdf(form, today()),
      'application/pdf',
      `审批表-${form.formNo}.pdf`,
      'inline',
    );
  }

  @Get('loans/:id/case-file.zip')
  @Answers('导出卷宗（ZIP）：审批表、办理记录、资金、通知、材料和校验值', 'File')
  async exportCaseFile(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<StreamableFile> {
    const { bytes, loanNo } = await this.files.build(actor, id, today());
    return fileOf(bytes, 'application/zip', `卷宗-${loanNo}.zip`, 'attachment');
  }

  /**
   * Shown inside our own page only, under a watermark: its type was told by its bytes when it came, nothing in it may run, and
   * whoever opens it leaves a line.
   */
  @Get('documents/:documentId/view')
  @Header('Content-Security-Policy', shownInBrowser)
  @Header('X-Frame-Options', 'SAMEORIGIN')
  @Answers('预览材料', 'File')
  async viewDocument(
    @ActorOf() actor: Actor,
    @Param('documentId', SubjectId) documentId: string,
  ): Promise<StreamableFile> {
    const { bytes, fileName, mimeType, key, loanId } = await this.persistence.intake.getDocument(
      actor,
      documentId,
    );
    await this.persistence.cases.noteAccess(actor, loanId, `document/${key}`);
    return fileOf(bytes, mimeType ?? 'application/octet-stream', fileName ?? 'file', 'inline');
  }
}

function fileOf(
  bytes: Uint8Array,
  type: string,
  name: string,
  disposition: 'inline' | 'attachment',
): StreamableFile {
  return new StreamableFile(bytes, {
    type,
    disposition: `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`,
    length: bytes.byteLength,
  });
}
