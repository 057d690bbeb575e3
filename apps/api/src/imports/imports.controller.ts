import type { Actor } from '@bangdai/contracts';
import { ImportCommitRequest, ImportRequest, type ImportView } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import type { UploadedFile } from '../http/api-request.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { AcceptsFile } from '../http/route-marks.js';
import { FileOf } from '../http/upload.interceptor.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';
import { ImportsService, type ImportForm } from './imports.service.js';

const maxPortfolioBytes = 32 * 1024 * 1024;

@Controller('v1/imports')
export class ImportsController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly imports: ImportsService,
  ) {}

  @Post()
  @Roles('importPortfolios')
  @AcceptsFile(maxPortfolioBytes)
  @Answers('上传存量台账并预览', 'ImportView', { status: 201, multipart: true })
  previewImport(
    @CommandOf() { actor }: Command,
    @Body({ schema: ImportRequest }) form: ImportForm,
    @FileOf() file: UploadedFile,
  ): Promise<ImportView> {
    return this.imports.preview(actor, form, file);
  }

  @Get()
  @Roles('readImports')
  @Answers('导入批次', 'ImportViews')
  listImports(@ActorOf() actor: Actor): Promise<ImportView[]> {
    return this.persistence.reads.listImports(actor);
  }

  @Get(':id')
  @Roles('readImports')
  @Answers('导入批次与进度', 'ImportView')
  getImport(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<ImportView> {
    return this.persistence.reads.getImport(actor, id);
  }

  @Post(':id/commit')
  @HttpCode(202)
  @Roles('importPortfolios')
  @Answers('提交导入，等待另一方确认', 'ImportView', { status: 202 })
  commitImport(
    @CommandOf() { actor }: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: ImportCommitRequest }) { mode }: z.infer<typeof ImportCommitRequest>,
  ): Promise<ImportView> {
    return this.imports.commit(actor, id, mode);
  }
}
