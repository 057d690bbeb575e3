import { RefusedError, type Actor } from '@bangdai/contracts';
import { DocumentRequest, type DocumentView } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, Inject, Param, Post, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { AcceptsFile } from '../http/route-marks.js';
import type { UploadedFile } from '../http/api-request.js';
import { FileOf } from '../http/upload.interceptor.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';
import { fileTypeOf, plainFileName } from './file-type.js';

const maxDocumentBytes = 10 * 1024 * 1024;

/** Papers of a loan: scans and photographs, kept as they came. */
@Controller('v1')
export class DocumentsController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Post('loans/:id/documents')
  @Roles('storeDocuments')
  @AcceptsFile(maxDocumentBytes)
  @Answers('上传材料（PDF、JPG、PNG，不超过 10 MB）', 'DocumentView', { status: 201, multipart: true })
  storeDocument(
    @CommandOf() { actor }: Command,
    @Param('id', SubjectId) loanId: string,
    @Body({ schema: DocumentRequest }) { key }: z.infer<typeof DocumentRequest>,
    @FileOf() file: UploadedFile,
  ): Promise<DocumentView> {
    const mimeType = fileTypeOf(file.buffer);
    if (mimeType === null) throw new RefusedError('FILE_TYPE_NOT_ALLOWED');
    const fileName = plainFileName(file.originalname);
    return this.persistence.intake.storeDocument(actor, loanId, {
      key,
      fileName,
      mimeType,
      bytes: file.buffer,
    });
  }

  /** Always a download: a stored file is never shown as a page of our own. */
  @Get('documents/:documentId')
  @Roles('readRecords')
  @Answers('下载材料', 'File')
  async getDocument(
    @ActorOf() actor: Actor,
    @Param('documentId', SubjectId) documentId: string,
  ): Promise<StreamableFile> {
    const { bytes, fileName, mimeType } = await this.persistence.intake.getDocument(actor, documentId);
    return new StreamableFile(bytes, {
      type: mimeType ?? 'application/octet-stream',
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(fileName ?? 'file')}`,
      length: bytes.byteLength,
    });
  }
}
