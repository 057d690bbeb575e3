import { RefusedError, type Actor } from '@bangdai/contracts';
import { DocumentRequest, type DocumentView, type PrintedForm } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, Inject, Param, Post, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { fileTypeOf, plainFileName } from '../documents/file-type.js';
import type { UploadedFile } from '../http/api-request.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { AcceptsFile } from '../http/route-marks.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { FileOf } from '../http/upload.interceptor.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

const maxFileBytes = 10 * 1024 * 1024;

/** Papers of a task that no workflow owns: the form to print, the proofs that come back. */
@Controller('v1')
export class TaskFilesController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get('tasks/:id/form')
  @Roles('decideTasks')
  @Answers('待打印的通知或单据', 'PrintedForm')
  readForm(@ActorOf() actor: Actor, @Param('id') id: string): Promise<PrintedForm> {
    return this.persistence.desk.readForm(actor, id);
  }

  @Get('tasks/:id/files')
  @Roles('readRecords')
  @Answers('待办的凭证', 'DocumentViews')
  listFiles(@ActorOf() actor: Actor, @Param('id') id: string): Promise<DocumentView[]> {
    return this.persistence.desk.listFiles(actor, id);
  }

  @Post('tasks/:id/files')
  @Roles('decideTasks')
  @AcceptsFile(maxFileBytes)
  @Answers('上传凭证（PDF、JPG、PNG，不超过 10 MB）', 'DocumentView', { status: 201, multipart: true })
  storeFile(
    @CommandOf() { actor }: Command,
    @Param('id') id: string,
    @Body({ schema: DocumentRequest }) { key }: z.infer<typeof DocumentRequest>,
    @FileOf() file: UploadedFile,
  ): Promise<DocumentView> {
    const mimeType = fileTypeOf(file.buffer);
    if (mimeType === null) throw new RefusedError('FILE_TYPE_NOT_ALLOWED');
    const fileName = plainFileName(file.originalname);
    return this.persistence.desk.storeFile(actor, id, { key, fileName, mimeType, bytes: file.buffer });
  }

  @Get('task-files/:fileId')
  @Roles('readRecords')
  @Answers('下载凭证', 'File')
  async getFile(
    @ActorOf() actor: Actor,
    @Param('fileId', SubjectId) fileId: string,
  ): Promise<StreamableFile> {
    const { bytes, fileName, mimeType } = await this.persistence.desk.getFile(actor, fileId);
    return new StreamableFile(bytes, {
      type: mimeType ?? 'application/octet-stream',
      disposition: `attachment; filename*=UTF-8''${encodeURIComponent(fileName ?? 'file')}`,
      length: bytes.byteLength,
    });
  }
}
